package dev.atelier.worker.provider.replicate;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.springframework.web.util.UriComponentsBuilder;

import dev.atelier.catalog.AppliedRequest;
import dev.atelier.catalog.Category;
import dev.atelier.catalog.ProviderId;
import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.job.ProviderJobId;
import dev.atelier.webhook.WebhookReceived;
import dev.atelier.worker.provider.CallbackReading;
import dev.atelier.worker.provider.CallbackReading.Irrelevant;
import dev.atelier.worker.provider.CallbackReading.Trigger;
import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderAnswer;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderHttp;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderUpdate;
import dev.atelier.worker.provider.ProviderUpdate.Completed;
import dev.atelier.worker.provider.ProviderUpdate.Failed;
import dev.atelier.worker.provider.ProviderUpdate.Processing;

/** Replicate. Every model is asked for a prediction, which is one object from its creation to its end; callbacks are it too. */
final class ReplicateAdapter implements ProviderAdapter {
    static final String NAME = "Replicate";
    static final ProviderId ID = new ProviderId("replicate");

    private static final String OPERATION = "models";
    private static final String FILES = "replicate.delivery";
    /** Of a hundred predictions each; an account that makes more in that time may hide a job from the look-up. */
    private static final int MOST_PAGES = 5;
    private static final Duration CLOCKS_DIFFER_BY = Duration.ofMinutes(1);

    private final ReplicateApi api;
    private final ReplicateErrors errors;

    ReplicateAdapter(ReplicateApi api, ReplicateErrors errors) {
        this.api = api;
        this.errors = errors;
    }

    static ReplicateAdapter create(ReplicateProperties properties, ProviderHttp http) {
        return new ReplicateAdapter(new ReplicateApi(properties.baseUrl(), properties.cancelAfter(), http),
                new ReplicateErrors(properties));
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
        var answer = api.create(call.request().model(), call.body(), call.key());
        if (!answer.isSuccess()) {
            throw errors.ofSubmit(answer, call.key());
        }
        // However far it is, it was taken. What it says beyond its id, a check reads.
        return prediction(answer).map(it -> new Processing(it.id(), null))
                .orElseThrow(() -> new ProviderException(FailureKind.OUTCOME_UNKNOWN,
                        NAME + "'s answer names no prediction."));
    }

    @Override
    public ProviderUpdate check(ProviderJob job, Secret key) {
        var answer = api.prediction(job.id(), key);
        var prediction = prediction(answer).orElseThrow(() -> errors.ofCheck(answer, key));
        if (!prediction.id().equals(job.id())) {
            throw malformed("it is another prediction's");
        }
        return switch (prediction.status()) {
            case "starting", "processing" -> new Processing(job.id(), null);
            case "succeeded" -> succeeded(prediction, job.category());
            case "failed" -> new Failed(job.id(), errors.ofPrediction(prediction.error(), key));
            // Not by us, since then the job would have ended: by the deadline that was sent along, or in the dashboard.
            case "canceled" -> new Failed(job.id(), new JobFailure(FailureKind.PROVIDER_FAILED,
                    "It was cancelled at Replicate."));
            case "aborted" -> new Failed(job.id(), new JobFailure(FailureKind.DEADLINE_EXCEEDED,
                    "Replicate did not begin with it in time."));
            default -> throw malformed("an unknown status" + shown(prediction.status()));
        };
    }

    private static ProviderUpdate succeeded(Prediction prediction, Category category) {
        var outputs = prediction.outputs(category);
        if (!outputs.isEmpty()) {
            return new Completed(prediction.id(), outputs);
        }
        return new Failed(prediction.id(), new JobFailure(FailureKind.OUTPUT_UNAVAILABLE, prediction.isRemoved()
                ? "Replicate has removed the result: it keeps one for an hour."
                : "Replicate reports success, but there is nothing in its result."));
    }

    /** By model, input and time, since the list knows nothing of our ids. */
    @Override
    public List<ProviderJobId> lookUp(AppliedRequest request, Duration within, Secret key) {
        var since = Instant.now().minus(within).minus(CLOCKS_DIFFER_BY);
        var found = new ArrayList<ProviderJobId>();
        Optional<String> cursor = Optional.empty();
        for (int page = 0; page < MOST_PAGES && (page == 0 || cursor.isPresent()); page++) {
            var answer = api.predictions(since, cursor, key);
            var list = answer.json().filter(_ -> answer.isSuccess()).orElseThrow(() -> errors.ofCheck(answer, key));
            var predictions = list.objects("/results").stream().flatMap(it -> Prediction.in(it).stream()).toList();
            predictions.stream()
                    .filter(it -> isSince(it, since) && it.isOf(request))
                    .map(Prediction::id)
                    .forEach(found::add);
            boolean further = !predictions.isEmpty() && isSince(predictions.getLast(), since);
            cursor = list.text("/next").filter(_ -> further).flatMap(ReplicateAdapter::cursor);
        }
        return found;
    }

    private static boolean isSince(Prediction prediction, Instant since) {
        return prediction.createdAt().filter(it -> !it.isBefore(since)).isPresent();
    }

    /** Of the next page's address, which itself is not followed. */
    private static Optional<String> cursor(String next) {
        try {
            var query = UriComponentsBuilder.fromUriString(next).build().getQueryParams();
            return Optional.ofNullable(query.getFirst("cursor"))
                    .map(it -> URLDecoder.decode(it, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public boolean cancel(ProviderJob job, Secret key) {
        var answer = api.cancel(job.id(), key);
        return switch (answer.status()) {
            case 400, 404, 409, 422 -> false; // it has ended, or is not known
            default -> switch (prediction(answer).orElseThrow(() -> errors.ofCheck(answer, key)).status()) {
                case "canceled", "aborted" -> true;
                default -> false;
            };
        };
    }

    /**
     * Signed or not, as the operator has set it up, and which cannot be told from here; nor can what was to be made, which an output's
     * shape does not always tell. So the prediction is fetched.
     */
    @Override
    public CallbackReading callback(WebhookReceived event) {
        return ProviderJson.parse(event.body())
                .flatMap(Prediction::in)
                .<CallbackReading>map(it -> switch (it.status()) {
                    case "starting", "processing" -> new Irrelevant("the prediction goes on");
                    default -> new Trigger(it.id());
                })
                .orElseGet(() -> new Irrelevant("it names no prediction of " + NAME));
    }

    /** The reference asks for the token; it goes to the hosts of Replicate's files and nowhere else. */
    @Override
    public Optional<ProviderHttp.KeyHeader> fileKey(URI file, Secret key) {
        var host = Optional.ofNullable(file.getHost()).orElse("").toLowerCase(Locale.ROOT);
        return "https".equalsIgnoreCase(file.getScheme()) && (host.equals(FILES) || host.endsWith("." + FILES))
                ? Optional.of(ReplicateApi.bearer(key))
                : Optional.empty();
    }

    private static Optional<Prediction> prediction(ProviderAnswer answer) {
        return answer.json().filter(_ -> answer.isSuccess()).flatMap(Prediction::in);
    }

    private static String shown(String status) {
        return Optional.of(status).filter(it -> it.matches("[\\w-]{1,40}")).map(it -> " '" + it + "'").orElse("");
    }

    private static ProviderException malformed(String what) {
        return new ProviderException(FailureKind.MALFORMED_RESPONSE, NAME + "'s answer cannot be read: " + what + ".");
    }
}
