package dev.atelier.worker.provider.google;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

import dev.atelier.catalog.Category;
import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.job.ProviderJobId;
import dev.atelier.output.ProducedOutput;
import dev.atelier.output.ProducedOutput.Inline;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderUpdate;
import dev.atelier.worker.provider.ProviderUpdate.Completed;
import dev.atelier.worker.provider.ProviderUpdate.Failed;
import dev.atelier.worker.provider.ProviderWords;

/** {@code generateContent}: pictures, speech and text, all in the answer. There is nothing to check later. */
final class GeneratedContent implements GoogleOperation {
    private final GoogleApi api;
    private final GoogleErrors errors;

    GeneratedContent(GoogleApi api, GoogleErrors errors) {
        this.api = api;
        this.errors = errors;
    }

    @Override
    public String name() {
        return "generate-content";
    }

    @Override
    public ProviderUpdate submit(ProviderCall call) {
        var answer = api.submit("models/{model}:generateContent", Map.of("model", call.request().model()), call.body(),
                call.key());
        if (!answer.isSuccess()) {
            throw errors.ofSubmit(answer, call.key());
        }
        var content = answer.json()
                .orElseThrow(() -> new ProviderException(FailureKind.OUTCOME_UNKNOWN,
                        "Google's answer broke off, or is no JSON."));
        return update(call, content);
    }

    @Override
    public ProviderUpdate check(ProviderJob job, Secret key) {
        throw new ProviderException(FailureKind.INTERNAL, "Google has nothing to check of what it gave at once.");
    }

    private static ProviderUpdate update(ProviderCall call, ProviderJson answer) {
        var id = answer.id("/responseId").orElseGet(() -> new ProviderJobId(call.job().toString()));
        var candidates = answer.objects("/candidates");
        if (candidates.isEmpty()) {
            return answer.text("/promptFeedback/blockReason")
                    .<ProviderUpdate>map(it -> new Failed(id, refused("the prompt", it)))
                    .orElseThrow(() -> new ProviderException(FailureKind.OUTCOME_UNKNOWN,
                            "Google answered without content and without a reason."));
        }
        var reason = candidates.getFirst().text("/finishReason").orElse("STOP");
        var parts = candidates.stream()
                .flatMap(it -> it.objects("/content/parts").stream())
                .filter(it -> !isThought(it))
                .toList();
        var text = parts.stream().flatMap(it -> text(it).stream()).collect(Collectors.joining());
        List<ProducedOutput> outputs = call.category() == Category.TEXT ? words(text) : media(parts);
        return switch (reason) {
            // An answer that was cut off is one all the same, if there is something in it.
            case "STOP", "MAX_TOKENS", "FINISH_REASON_UNSPECIFIED" -> outputs.isEmpty()
                    ? new Failed(id, nothing(reason, text, call.key()))
                    : new Completed(id, outputs);
            case "SAFETY", "IMAGE_SAFETY", "PROHIBITED_CONTENT", "IMAGE_PROHIBITED_CONTENT", "RECITATION",
                    "IMAGE_RECITATION", "BLOCKLIST", "SPII" ->
                new Failed(id, refused("the result", reason));
            case "NO_IMAGE", "IMAGE_OTHER", "OTHER", "LANGUAGE" -> new Failed(id, nothing(reason, text, call.key()));
            // MALFORMED_RESPONSE and MALFORMED_FUNCTION_CALL among them, and what came after this was written.
            default -> new Failed(id, new JobFailure(FailureKind.MALFORMED_RESPONSE,
                    "Google stopped for a reason that makes no result" + shown(reason) + "."));
        };
    }

    /** What a model thinks is no answer, pictures that it tries out included. */
    private static boolean isThought(ProviderJson part) {
        return part.root().path("thought").asBoolean(false);
    }

    /** As it stands, a lone line break too. */
    private static Optional<String> text(ProviderJson part) {
        return Optional.of(part.root().path("text")).filter(JsonNode::isString).map(JsonNode::stringValue);
    }

    private static List<ProducedOutput> words(String text) {
        return text.isBlank() ? List.of() : List.of(new ProducedOutput.Text(text));
    }

    private static List<ProducedOutput> media(List<ProviderJson> parts) {
        return parts.stream().flatMap(it -> file(it).stream()).<ProducedOutput>map(it -> it).toList();
    }

    private static Optional<Inline> file(ProviderJson part) {
        var contentType = part.text("/inlineData/mimeType");
        return Media.type(contentType)
                .flatMap(type -> part.text("/inlineData/data").flatMap(it -> Media.inline(type, it, contentType)));
    }

    private static JobFailure refused(String what, String reason) {
        return new JobFailure(FailureKind.CONTENT_REJECTED,
                "Google's safety filters refused " + what + shown(reason) + ".");
    }

    /** A model that makes nothing often says why. */
    private static JobFailure nothing(String reason, String text, Secret key) {
        return new JobFailure(FailureKind.PROVIDER_FAILED, "Google made nothing" + shown(reason)
                + ProviderWords.quoted(Optional.of(text).filter(it -> !it.isBlank()), key) + ".");
    }

    private static String shown(String reason) {
        return reason.matches("[A-Z_]{1,40}") ? ", " + reason : "";
    }
}
