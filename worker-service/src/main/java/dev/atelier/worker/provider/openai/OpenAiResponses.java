package dev.atelier.worker.provider.openai;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.job.ProviderJobId;
import dev.atelier.output.ProducedOutput;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderUpdate;
import dev.atelier.worker.provider.ProviderUpdate.Completed;
import dev.atelier.worker.provider.ProviderUpdate.Failed;
import dev.atelier.worker.provider.ProviderUpdate.Processing;

/** Text, made in the background: the catalog has {@code background: true} in every request. */
final class OpenAiResponses implements OpenAiOperation {
    private final OpenAiApi api;
    private final OpenAiErrors errors;

    OpenAiResponses(OpenAiApi api, OpenAiErrors errors) {
        this.api = api;
        this.errors = errors;
    }

    @Override
    public String name() {
        return "responses";
    }

    @Override
    public ProviderUpdate submit(ProviderCall call) {
        var answer = api.begin("/v1/responses", call.body(), call.key());
        if (!answer.isSuccess()) {
            throw errors.ofSubmit(answer, call.key());
        }
        var response = answer.json().orElseThrow(() -> errors.unreadable(answer, call.key()));
        var id = response.id("/id").orElseThrow(() -> errors.unreadable(answer, call.key()));
        // It has an id, so it was taken: what is odd about it is for a check to find.
        return update(id, response, call.key()).orElseGet(() -> new Processing(id, null));
    }

    @Override
    public ProviderUpdate check(ProviderJob job, Secret key) {
        var answer = api.response(job.id(), key);
        if (!answer.isSuccess()) {
            throw errors.ofCheck(answer, key);
        }
        var response = answer.json().orElseThrow(() -> malformed("it is no JSON"));
        if (response.text("/id").filter(it -> !it.equals(job.id().value())).isPresent()) {
            throw malformed("it is another one");
        }
        return update(job.id(), response, key)
                .orElseThrow(() -> malformed("an unknown status" + shown(response.text("/status"))));
    }

    /** One that has ended already does not stop, and is then read as it is. */
    @Override
    public boolean cancel(ProviderJob job, Secret key) {
        var answer = api.cancel(job.id(), key);
        return switch (answer.status()) {
            case 400, 404, 409 -> false;
            default -> {
                if (!answer.isSuccess()) {
                    throw errors.ofCheck(answer, key);
                }
                yield answer.json().flatMap(it -> it.text("/status")).filter("cancelled"::equals).isPresent();
            }
        };
    }

    /** Empty: it has no status that we know. */
    private Optional<ProviderUpdate> update(ProviderJobId id, ProviderJson response, Secret key) {
        return Optional.ofNullable(switch (response.text("/status").orElse("")) {
            case "queued", "in_progress" -> new Processing(id, null);
            case "completed" -> completed(id, response);
            case "incomplete" -> incomplete(id, response);
            case "failed" -> new Failed(id, errors.ofResponse(OpenAiError.of(response), key));
            // Not by us: a job of ours whose owner stopped it is not asked about any more.
            case "cancelled" -> failed(id, FailureKind.PROVIDER_FAILED, "It was cancelled at OpenAI.");
            default -> null;
        });
    }

    private static ProviderUpdate completed(ProviderJobId id, ProviderJson response) {
        if (parts(response).stream().anyMatch(it -> it.text("/type").filter("refusal"::equals).isPresent())) {
            return failed(id, FailureKind.CONTENT_REJECTED, "The model refused to answer.");
        }
        var text = text(response);
        return text.isBlank()
                ? failed(id, FailureKind.OUTPUT_UNAVAILABLE, "OpenAI reports success, but there is no text in it.")
                : new Completed(id, List.of(new ProducedOutput.Text(text)));
    }

    /** What was written until the tokens ran out is what the caller's own limit asked for. */
    private static ProviderUpdate incomplete(ProviderJobId id, ProviderJson response) {
        var reason = response.text("/incomplete_details/reason");
        return switch (reason.orElse("")) {
            case "max_output_tokens" -> text(response).isBlank()
                    ? failed(id, FailureKind.OUTPUT_UNAVAILABLE,
                            "The output tokens were used up before there was any text: allow more of them.")
                    : completed(id, response);
            case "content_filter" -> failed(id, FailureKind.CONTENT_REJECTED, "OpenAI's content filter stopped it.");
            default -> failed(id, FailureKind.PROVIDER_FAILED, "OpenAI did not complete it" + shown(reason) + ".");
        };
    }

    private static List<ProviderJson> parts(ProviderJson response) {
        return response.objects("/output")
                .stream()
                .filter(it -> it.text("/type").filter("message"::equals).isPresent())
                .flatMap(it -> it.objects("/content").stream())
                .toList();
    }

    private static String text(ProviderJson response) {
        return parts(response).stream()
                .filter(it -> it.text("/type").filter("output_text"::equals).isPresent())
                .flatMap(it -> it.text("/text").stream())
                .collect(Collectors.joining());
    }

    private static Failed failed(ProviderJobId id, FailureKind kind, String message) {
        return new Failed(id, new JobFailure(kind, message));
    }

    private static String shown(Optional<String> word) {
        return word.filter(it -> it.matches("[\\w-]{1,40}")).map(it -> " '" + it + "'").orElse("");
    }

    private static ProviderException malformed(String what) {
        return new ProviderException(FailureKind.MALFORMED_RESPONSE, "OpenAI's response cannot be read: " + what + ".");
    }
}
