package dev.atelier.worker.provider.fal;

import java.util.Optional;

import dev.atelier.catalog.ProviderId;
import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.webhook.WebhookReceived;
import dev.atelier.worker.provider.CallbackReading;
import dev.atelier.worker.provider.CallbackReading.Irrelevant;
import dev.atelier.worker.provider.CallbackReading.Settled;
import dev.atelier.worker.provider.CallbackReading.Trigger;
import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderHttp;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderUpdate;
import dev.atelier.worker.provider.ProviderUpdate.Failed;
import dev.atelier.worker.provider.ProviderUpdate.Processing;

/** fal.ai's queue. A request has a status and, apart from it, a result; a failed one is "completed" and its result an error. */
final class FalAdapter implements ProviderAdapter {
    static final String NAME = "fal.ai";
    static final ProviderId ID = new ProviderId("fal");

    private static final String OPERATION = "queue";
    private static final String SIGNATURE = "x-fal-webhook-signature";
    private static final int TAKEN_UP = 202;

    private final FalApi api;
    private final FalErrors errors;

    FalAdapter(FalApi api, FalErrors errors) {
        this.api = api;
        this.errors = errors;
    }

    static FalAdapter create(FalProperties properties, ProviderHttp http) {
        return new FalAdapter(new FalApi(properties.baseUrl(), http), new FalErrors(properties));
    }

    @Override
    public ProviderId provider() {
        return ID;
    }

    @Override
    public ProviderUpdate generate(ProviderCall call) {
        if (!call.request().operation().equals(OPERATION)) {
            throw new ProviderException(FailureKind.INTERNAL, "The catalog names an operation '"
                    + call.request().operation() + "' that " + NAME + "'s adapter does not know.");
        }
        var answer = api.submit(call.request().model(), call.body(), call.callbackUrl(), call.key());
        if (!answer.isSuccess()) {
            throw errors.ofSubmit(answer, call.key());
        }
        return answer.body()
                .flatMap(it -> it.id("/request_id"))
                .map(it -> new Processing(it, null))
                .orElseThrow(() -> new ProviderException(FailureKind.OUTCOME_UNKNOWN,
                        NAME + "'s answer names no request."));
    }

    @Override
    public ProviderUpdate check(ProviderJob job, Secret key) {
        var answer = api.status(job.model(), job.id(), key);
        var status = answer.body().filter(_ -> answer.isSuccess()).orElseThrow(() -> errors.ofCheck(answer, key));
        if (status.text("/request_id").filter(it -> !it.equals(job.id().value())).isPresent()) {
            throw malformed("it is another request's");
        }
        var state = status.text("/status").orElse("");
        return switch (state) {
            case "IN_QUEUE", "IN_PROGRESS" -> new Processing(job.id(), null);
            case "COMPLETED" -> status.text("/error", "/error_type").isPresent()
                    ? failed(job, answer, key)
                    : ended(job, key);
            // Of older schemas.
            case "FAILED", "ERROR", "CANCELED", "CANCELLED" -> failed(job, answer, key);
            default -> throw malformed("an unknown status" + shown(state));
        };
    }

    /** The error is the result, and says more than the status does. */
    private ProviderUpdate failed(ProviderJob job, FalAnswer status, Secret key) {
        var result = api.result(job.model(), job.id(), key);
        return switch (result.status()) {
            case 401, 403, 429 -> throw errors.ofCheck(result, key);
            default -> new Failed(job.id(), errors.ofRequest(result, status.text("/error_type"), key));
        };
    }

    private ProviderUpdate ended(ProviderJob job, Secret key) {
        var result = api.result(job.model(), job.id(), key);
        if (isModelsError(result)) {
            return new Failed(job.id(), errors.ofRequest(result, Optional.empty(), key));
        }
        return result.body()
                .filter(_ -> result.isSuccess())
                .map(it -> FalResult.of(it).update(job.id()))
                .orElseThrow(() -> errors.ofCheck(result, key));
    }

    /** Some statuses keep an error to themselves. One of the platform's own is rather a question that failed. */
    private static boolean isModelsError(FalAnswer result) {
        return switch (result.status()) {
            case 400, 413, 415, 422, 499 -> !result.types().isEmpty();
            default -> false;
        };
    }

    /**
     * Only what no runner has taken up stops for sure; what runs may still finish, and goes on being checked. A request that was
     * stopped after all is found to have failed then.
     */
    @Override
    public boolean cancel(ProviderJob job, Secret key) {
        var answer = api.cancel(job.model(), job.id(), key);
        return switch (answer.status()) {
            // Of an older schema.
            case 200 -> answer.body().filter(it -> it.root().path("success").asBoolean(false)).isPresent();
            case TAKEN_UP -> isStopped(api.status(job.model(), job.id(), key));
            case 400, 404 -> false; // it has ended, or is not known
            default -> throw errors.ofCheck(answer, key);
        };
    }

    private static boolean isStopped(FalAnswer status) {
        return switch (status.text("/status").orElse("")) {
            case "IN_QUEUE", "CANCELED", "CANCELLED" -> status.isSuccess();
            default -> status.types().contains(FalErrors.CANCELLED);
        };
    }

    /**
     * The signature covers the body, so a result in it is the result. What failed, or was too large to be sent along, is fetched:
     * there is more to read there.
     */
    @Override
    public CallbackReading callback(WebhookReceived event) {
        var body = ProviderJson.parse(event.body());
        var id = body.flatMap(it -> it.id("/request_id"));
        if (body.isEmpty() || id.isEmpty()) {
            return new Irrelevant("it names no request of " + NAME);
        }
        return result(event, body.get())
                .<CallbackReading>map(it -> new Settled(id.get(), it.update(id.get())))
                .orElseGet(() -> new Trigger(id.get()));
    }

    /**
     * The API keeps a signature's header only where the catalog names how it is verified, and that scheme lets nothing in without:
     * where the header is, the body is genuine.
     */
    private static Optional<FalResult> result(WebhookReceived event, ProviderJson body) {
        return body.object("/payload")
                .filter(_ -> event.headers().containsKey(SIGNATURE))
                .filter(_ -> body.text("/status").filter("OK"::equals).isPresent())
                .filter(_ -> body.text("/payload_error", "/error").isEmpty())
                .map(FalResult::of)
                .filter(it -> !it.isEmpty());
    }

    private static String shown(String state) {
        return Optional.of(state).filter(it -> it.matches("[\\w-]{1,40}")).map(it -> " '" + it + "'").orElse("");
    }

    private static ProviderException malformed(String what) {
        return new ProviderException(FailureKind.MALFORMED_RESPONSE, NAME + "'s answer cannot be read: " + what + ".");
    }
}
