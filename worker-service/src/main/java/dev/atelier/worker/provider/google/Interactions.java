package dev.atelier.worker.provider.google;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.catalog.Category;
import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.job.ProviderJobId;
import dev.atelier.output.ProducedOutput;
import dev.atelier.output.ProducedOutput.Hosted;
import dev.atelier.worker.provider.HostedFiles;
import dev.atelier.worker.provider.ProviderAnswer;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderUpdate;
import dev.atelier.worker.provider.ProviderUpdate.Completed;
import dev.atelier.worker.provider.ProviderUpdate.Failed;
import dev.atelier.worker.provider.ProviderUpdate.Processing;
import dev.atelier.worker.provider.ProviderWords;

/**
 * Interactions: in the background, to be looked at later and told of by an event, or with the result in the answer. Which of them
 * a model's requests ask for stands in the catalog.
 */
final class Interactions implements GoogleOperation {
    private static final Duration FILES_LIVE = Duration.ofDays(2);

    private final GoogleApi api;
    private final GoogleErrors errors;

    Interactions(GoogleApi api, GoogleErrors errors) {
        this.api = api;
        this.errors = errors;
    }

    @Override
    public String name() {
        return "interactions";
    }

    @Override
    public ProviderUpdate submit(ProviderCall call) {
        var answer = api.submit("interactions", Map.of(), withCallback(call), call.key());
        if (!answer.isSuccess()) {
            throw errors.ofSubmit(answer, call.key());
        }
        var interaction = answer.json()
                .orElseThrow(() -> new ProviderException(FailureKind.OUTCOME_UNKNOWN,
                        "Google's answer broke off, or is no JSON."));
        var id = interaction.id("/id")
                .orElseThrow(() -> new ProviderException(FailureKind.OUTCOME_UNKNOWN,
                        "Google took the job but named no interaction."));
        return update(interaction, id, call.category(), call.key()).orElseGet(() -> new Processing(id, null));
    }

    @Override
    public ProviderUpdate check(ProviderJob job, Secret key) {
        var answer = api.read("interactions/{id}", Map.of("id", job.id().value()), key);
        if (!answer.isSuccess()) {
            throw errors.ofCheck(answer, key);
        }
        var interaction = interaction(answer);
        if (interaction.text("/id").filter(it -> !it.equals(job.id().value())).isPresent()) {
            throw malformed("it is another one");
        }
        return update(interaction, job.id(), job.category(), key)
                .orElseThrow(() -> malformed("an unknown status" + shown(interaction.text("/status").orElse(""))));
    }

    @Override
    public boolean cancel(ProviderJob job, Secret key) {
        var answer = api.tell("interactions/{id}/cancel", Map.of("id", job.id().value()), key);
        return answer.isSuccess() && answer.json()
                .flatMap(it -> it.text("/status"))
                .filter("cancelled"::equals)
                .isPresent();
    }

    /** Only what goes on in the background is told of. */
    private static ObjectNode withCallback(ProviderCall call) {
        var address = call.callbackUrl();
        return address == null || !call.body().path("background").asBoolean(false)
                ? call.body()
                : withCallback(call.body(), address, call.job().toString());
    }

    private static ObjectNode withCallback(ObjectNode body, URI address, String job) {
        var called = body.deepCopy();
        var config = called.putObject("webhook_config");
        config.putArray("uris").add(address.toString());
        config.putObject("user_metadata").put("job", job);
        return called;
    }

    /** Empty for a status that is not known here. */
    private Optional<ProviderUpdate> update(ProviderJson interaction, ProviderJobId id, Category category, Secret key) {
        return Optional.ofNullable(switch (interaction.text("/status").orElse("")) {
            case "queued", "in_progress" -> new Processing(id, null);
            case "completed" -> completed(interaction, id, category, key);
            // A text that was cut off is a text; half a film is none.
            case "incomplete" -> category == Category.TEXT
                    ? completed(interaction, id, category, key)
                    : new Failed(id, new JobFailure(FailureKind.PROVIDER_FAILED,
                            "Google stopped before it was done."));
            case "failed" -> new Failed(id, failure(interaction, key));
            case "budget_exceeded" -> new Failed(id, new JobFailure(FailureKind.INSUFFICIENT_CREDIT,
                    "The budget of the Google account is used up."));
            case "cancelled" -> new Failed(id, new JobFailure(FailureKind.PROVIDER_FAILED,
                    "It was cancelled at Google."));
            // Neither is asked for without tools.
            case "requires_action", "requires_continuation" -> new Failed(id,
                    new JobFailure(FailureKind.MALFORMED_RESPONSE, "Google waits for something that nobody offered."));
            default -> null;
        });
    }

    private JobFailure failure(ProviderJson interaction, Secret key) {
        var error = interaction.objects("/errors").stream().findFirst().or(() -> interaction.object("/error"));
        return errors.ofJob(error.flatMap(it -> it.text("/code", "/status")), error.flatMap(it -> it.text("/message")),
                key);
    }

    private static ProviderUpdate completed(ProviderJson interaction, ProviderJobId id, Category category,
            Secret key) {
        var contents = interaction.objects("/steps")
                .stream()
                .filter(it -> it.text("/type").filter("model_output"::equals).isPresent())
                .flatMap(it -> it.objects("/content").stream())
                .toList();
        var text = contents.stream()
                .filter(is("text"))
                .map(it -> it.root().path("text"))
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .collect(Collectors.joining());
        var outputs = category == Category.TEXT
                ? Optional.of(text)
                        .filter(it -> !it.isBlank())
                        .<ProducedOutput>map(ProducedOutput.Text::new)
                        .stream()
                        .toList()
                : files(contents, category, expiry(interaction));
        return outputs.isEmpty() ? new Failed(id, nothing(text, key)) : new Completed(id, outputs);
    }

    private static List<ProducedOutput> files(List<ProviderJson> contents, Category category,
            @Nullable Instant expiresAt) {
        return contents.stream().flatMap(it -> file(it, category, expiresAt).stream()).toList();
    }

    /** Bytes come although an address was asked for (unconfirmed), so either will do. */
    private static Optional<ProducedOutput> file(ProviderJson content, Category category, @Nullable Instant expiresAt) {
        var contentType = content.text("/mime_type");
        return Media.type(content.text("/type"))
                .flatMap(type -> content.text("/data")
                        .flatMap(it -> Media.inline(type, it, contentType))
                        .<ProducedOutput>map(it -> it)
                        .or(() -> content.text("/uri")
                                .flatMap(it -> HostedFiles.at(it, category, expiresAt))
                                .map(it -> new Hosted(type, it.url(), contentType.orElse(it.contentType()),
                                        it.expiresAt()))));
    }

    /** Counted from the interaction, which is older than its files. */
    private static @Nullable Instant expiry(ProviderJson interaction) {
        try {
            return interaction.text("/created").map(it -> Instant.parse(it).plus(FILES_LIVE)).orElse(null);
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static Predicate<ProviderJson> is(String type) {
        return it -> it.text("/type").filter(type::equals).isPresent();
    }

    private static JobFailure nothing(String text, Secret key) {
        return text.isBlank()
                ? new JobFailure(FailureKind.OUTPUT_UNAVAILABLE,
                        "Google reports success, but there is nothing in its result.")
                : new JobFailure(FailureKind.PROVIDER_FAILED,
                        "Google made nothing" + ProviderWords.quoted(Optional.of(text), key) + ".");
    }

    private static ProviderJson interaction(ProviderAnswer answer) {
        return answer.json().orElseThrow(() -> malformed("it is no JSON"));
    }

    private static String shown(String status) {
        return status.matches("[\\w-]{1,40}") ? " '" + status + "'" : "";
    }

    private static ProviderException malformed(String what) {
        return new ProviderException(FailureKind.MALFORMED_RESPONSE,
                "Google's interaction cannot be read: " + what + ".");
    }
}
