package dev.atelier.worker.provider.google;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import tools.jackson.databind.node.ObjectNode;

import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.output.ProducedOutput;
import dev.atelier.worker.provider.HostedFiles;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderUpdate;
import dev.atelier.worker.provider.ProviderUpdate.Completed;
import dev.atelier.worker.provider.ProviderUpdate.Failed;
import dev.atelier.worker.provider.ProviderUpdate.Processing;
import dev.atelier.worker.provider.ProviderWords;

/** {@code predictLongRunning}: films of the Veo family. The operation's name is the job's id, and its address. */
final class LongRunningOperations implements GoogleOperation {
    /** What may stand in an address as it is; two dots in a row would lead elsewhere. */
    private static final Pattern NAME = Pattern
            .compile("(models/(?!\\.)[\\w.-]{1,100}/)?operations/(?!\\.)[\\w.-]{1,100}");

    private final GoogleApi api;
    private final GoogleErrors errors;

    LongRunningOperations(GoogleApi api, GoogleErrors errors) {
        this.api = api;
        this.errors = errors;
    }

    @Override
    public String name() {
        return "predict-long-running";
    }

    @Override
    public ProviderUpdate submit(ProviderCall call) {
        var answer = api.submit("models/{model}:predictLongRunning", Map.of("model", call.request().model()),
                withCallback(call), call.key());
        if (!answer.isSuccess()) {
            throw errors.ofSubmit(answer, call.key());
        }
        return answer.json()
                .flatMap(it -> it.id("/name"))
                .filter(it -> NAME.matcher(it.value()).matches())
                .map(it -> new Processing(it, null))
                .orElseThrow(() -> new ProviderException(FailureKind.OUTCOME_UNKNOWN,
                        "Google took the job but named no operation."));
    }

    @Override
    public ProviderUpdate check(ProviderJob job, Secret key) {
        if (!NAME.matcher(job.id().value()).matches()) {
            throw new ProviderException(FailureKind.PROVIDER_UNAVAILABLE,
                    "Google cannot be asked about this job: its id is no operation's name.");
        }
        var answer = api.read(job.id().value(), Map.of(), key);
        if (!answer.isSuccess()) {
            throw errors.ofCheck(answer, key);
        }
        var operation = answer.json().orElseThrow(() -> malformed("it is no JSON"));
        if (operation.text("/name").filter(it -> !it.equals(job.id().value())).isPresent()) {
            throw malformed("it is another one");
        }
        var done = operation.root().path("done");
        if (done.isMissingNode() || done.isNull() || done.isBoolean() && !done.booleanValue()) {
            return new Processing(job.id(), null);
        }
        if (!done.isBoolean()) {
            throw malformed("nobody knows whether it is done");
        }
        var error = operation.object("/error");
        return error.<ProviderUpdate>map(it -> new Failed(job.id(),
                errors.ofJob(it.text("/code", "/status"), it.text("/message"), key)))
                .orElseGet(() -> done(job, operation, key));
    }

    private static ObjectNode withCallback(ProviderCall call) {
        var address = call.callbackUrl();
        if (address == null) {
            return call.body();
        }
        var called = call.body().deepCopy();
        var config = called.putObject("webhookConfig");
        config.putArray("uris").add(address.toString());
        config.putObject("userMetadata").put("job", call.job().toString());
        return called;
    }

    private static ProviderUpdate done(ProviderJob job, ProviderJson operation, Secret key) {
        var made = operation.object("/response/generateVideoResponse")
                .orElseThrow(() -> malformed("it is done, with neither a result nor an error"));
        List<ProducedOutput> films = made.objects("/generatedSamples")
                .stream()
                .flatMap(it -> film(it, job).stream())
                .toList();
        return films.isEmpty() ? new Failed(job.id(), nothing(made, key)) : new Completed(job.id(), films);
    }

    /** How long they live does not stand in the answer: two days. */
    private static Optional<ProducedOutput> film(ProviderJson sample, ProviderJob job) {
        return sample.text("/video/uri").flatMap(it -> HostedFiles.at(it, job.category(), null));
    }

    /** Filtered results are missing. */
    private static JobFailure nothing(ProviderJson made, Secret key) {
        var reasons = String.join(" ", made.texts("/raiMediaFilteredReasons"));
        boolean filtered = !reasons.isBlank() || made.number("/raiMediaFilteredCount").filter(it -> it > 0).isPresent();
        return filtered
                ? new JobFailure(FailureKind.CONTENT_REJECTED, "Google's safety filters refused the result"
                        + ProviderWords.quoted(Optional.of(reasons).filter(it -> !it.isBlank()), key) + ".")
                : new JobFailure(FailureKind.OUTPUT_UNAVAILABLE,
                        "Google reports success, but there is no film in its result.");
    }

    private static ProviderException malformed(String what) {
        return new ProviderException(FailureKind.MALFORMED_RESPONSE,
                "Google's operation cannot be read: " + what + ".");
    }
}
