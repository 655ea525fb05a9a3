package dev.atelier.worker.provider.stability;

import java.util.List;
import java.util.Optional;

import dev.atelier.catalog.ProviderId;
import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.ProviderJobId;
import dev.atelier.output.MediaTypes;
import dev.atelier.output.ProducedOutput.Inline;
import dev.atelier.webhook.WebhookReceived;
import dev.atelier.worker.provider.CallbackReading;
import dev.atelier.worker.provider.CallbackReading.Irrelevant;
import dev.atelier.worker.provider.MultipartForm;
import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderHttp;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderUpdate;
import dev.atelier.worker.provider.ProviderUpdate.Completed;
import dev.atelier.worker.provider.ProviderUpdate.Failed;
import dev.atelier.worker.provider.ProviderUpdate.Processing;

/**
 * Stability AI. Pictures come in the answer, upscaled and relit ones and sounds later; either way as bytes. There are no
 * callbacks, and a lost answer cannot be found again.
 */
final class StabilityAdapter implements ProviderAdapter {
    static final String NAME = "Stability AI";
    static final ProviderId ID = new ProviderId("stability");

    private static final String IN_PROGRESS = "in-progress";

    private final StabilityApi api;
    private final StabilityErrors errors;

    private StabilityAdapter(StabilityApi api, StabilityErrors errors) {
        this.api = api;
        this.errors = errors;
    }

    static StabilityAdapter create(StabilityProperties properties, ProviderHttp http) {
        return new StabilityAdapter(new StabilityApi(properties.baseUrl(), http), new StabilityErrors(properties));
    }

    @Override
    public ProviderId provider() {
        return ID;
    }

    @Override
    public ProviderUpdate generate(ProviderCall call) {
        var operation = operation(call.request().operation());
        var form = new MultipartForm();
        call.body().forEachEntry(form::add);
        var answer = api.generate(operation, form, call.key());
        if (operation.results().isPresent()) {
            return new Processing(answer.id().orElseThrow(() -> errors.ofSubmit(answer, call.key())), null);
        }
        var id = answer.requestId().orElseGet(() -> new ProviderJobId(call.job().toString()));
        return finished(operation, id, answer).orElseThrow(() -> errors.ofSubmit(answer, call.key()));
    }

    @Override
    public ProviderUpdate check(ProviderJob job, Secret key) {
        var operation = operation(job.operation());
        var results = operation.results()
                .orElseThrow(() -> new ProviderException(FailureKind.INTERNAL,
                        "There is nothing to ask " + NAME + " about: this model delivers in the answer."));
        var answer = api.result(results, job.id(), key);
        if (answer.status() == 202) {
            return inProgress(job, answer, key);
        }
        return errors.isEnd(answer)
                ? new Failed(job.id(), errors.ofEnd(answer, key))
                : finished(operation, job.id(), answer).orElseThrow(() -> errors.ofCheck(answer, key));
    }

    private ProviderUpdate inProgress(ProviderJob job, StabilityAnswer answer, Secret key) {
        if (answer.stage().filter(IN_PROGRESS::equals).isEmpty()) {
            throw errors.ofCheck(answer, key);
        }
        return new Processing(job.id(), null);
    }

    /** Empty when the answer holds neither a file nor a reason for its absence that is known. */
    private Optional<ProviderUpdate> finished(StabilityOperation operation, ProviderJobId id, StabilityAnswer answer) {
        if (answer.status() != 200) {
            return Optional.empty();
        }
        var file = answer.file();
        return switch (answer.finishReason().orElse("")) {
            // Delivered all the same, but blurred.
            case StabilityAnswer.FILTERED -> Optional.of(new Failed(id, errors.filtered()));
            case "ERROR" -> Optional.of(new Failed(id, errors.failed("ERROR")));
            // Sounds may come without a reason (unconfirmed).
            case StabilityAnswer.SUCCESS, "" -> file == null
                    ? Optional.empty()
                    : Optional.of(new Completed(id,
                            List.of(new Inline(operation.makes(), file, MediaTypes.sniff(file)))));
            default -> Optional.empty();
        };
    }

    private static StabilityOperation operation(String name) {
        return StabilityOperation.of(name)
                .orElseThrow(() -> new ProviderException(FailureKind.INTERNAL, "The catalog names an operation '"
                        + name + "' that " + NAME + "'s adapter does not know."));
    }

    /** It sends none, so whatever comes is somebody else's. */
    @Override
    public CallbackReading callback(WebhookReceived event) {
        return new Irrelevant(NAME + " sends no callbacks");
    }
}
