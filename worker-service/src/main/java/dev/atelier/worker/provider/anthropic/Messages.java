package dev.atelier.worker.provider.anthropic;

import java.util.List;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

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

/** Messages: the text comes in the answer. There is nothing to check later, and no way to find a lost one. */
final class Messages implements AnthropicOperation {
    private final AnthropicApi api;
    private final AnthropicErrors errors;

    Messages(AnthropicApi api, AnthropicErrors errors) {
        this.api = api;
        this.errors = errors;
    }

    @Override
    public String name() {
        return "messages";
    }

    @Override
    public ProviderUpdate submit(ProviderCall call) {
        var answer = api.message(call.body(), call.key());
        if (!answer.isSuccess()) {
            throw errors.ofSubmit(answer, call.key());
        }
        var message = answer.json()
                .filter(Messages::isMessage)
                .orElseThrow(() -> new ProviderException(FailureKind.OUTCOME_UNKNOWN,
                        "Anthropic's answer broke off, or is no message."));
        return update(message, message.id("/id").orElseGet(() -> new ProviderJobId(call.job().toString())));
    }

    @Override
    public ProviderUpdate check(ProviderJob job, Secret key) {
        throw new ProviderException(FailureKind.INTERNAL, "Anthropic has nothing to check of what it gave at once.");
    }

    static boolean isMessage(ProviderJson json) {
        return json.root().path("content").isArray() && json.text("/stop_reason").isPresent();
    }

    /** What has become of a request, by the reason why the model stopped. */
    static ProviderUpdate update(ProviderJson message, ProviderJobId id) {
        var reason = message.text("/stop_reason").orElse("");
        return switch (reason) {
            // Where it had to stop, the text is cut off, and a text all the same.
            case "end_turn", "stop_sequence", "max_tokens", "model_context_window_exceeded" -> written(message, id);
            case "refusal" -> new Failed(id, new JobFailure(FailureKind.CONTENT_REJECTED,
                    "The model refused to answer" + shown(message.text("/stop_details/category").orElse("")) + "."));
            // tool_use and pause_turn need tools, and nobody offered any.
            default -> new Failed(id, new JobFailure(FailureKind.MALFORMED_RESPONSE,
                    "The model stopped for a reason that makes no text" + shown(reason) + "."));
        };
    }

    /** Thoughts, and blocks that came after this was written, are no text. */
    private static ProviderUpdate written(ProviderJson message, ProviderJobId id) {
        var text = message.objects("/content")
                .stream()
                .filter(it -> it.text("/type").filter("text"::equals).isPresent())
                .map(it -> it.root().path("text"))
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .collect(Collectors.joining());
        return text.isBlank()
                ? new Failed(id, new JobFailure(FailureKind.PROVIDER_FAILED, "The model answered with no text"
                        + shown(message.text("/stop_reason").orElse("")) + "."))
                : new Completed(id, List.of(new ProducedOutput.Text(text)));
    }

    private static String shown(String word) {
        return word.matches("[\\w-]{1,40}") ? " (" + word + ")" : "";
    }
}
