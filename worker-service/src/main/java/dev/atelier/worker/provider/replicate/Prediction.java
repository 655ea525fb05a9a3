package dev.atelier.worker.provider.replicate;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.atelier.catalog.AppliedRequest;
import dev.atelier.catalog.Category;
import dev.atelier.job.ProviderJobId;
import dev.atelier.output.ProducedOutput;
import dev.atelier.worker.provider.HostedFiles;
import dev.atelier.worker.provider.ProviderJson;

/** A prediction as Replicate shows it, the same everywhere: in answers, in the list, in callbacks. */
record Prediction(ProviderJobId id, ProviderJson json) {
    /** What it made, and what it was asked, is removed then. */
    private static final Duration KEPT = Duration.ofHours(1);
    private static final String INPUT = "input.";

    static Optional<Prediction> in(ProviderJson json) {
        return json.id("/id").map(it -> new Prediction(it, json));
    }

    String status() {
        return json.text("/status").orElse("");
    }

    Optional<String> error() {
        return json.text("/error");
    }

    Optional<Instant> createdAt() {
        return instant("/created_at");
    }

    boolean isRemoved() {
        return json.root().path("data_removed").asBoolean(false);
    }

    /** Whether it may come of this request: of its model and prompt, and of no other value of a field that both have. */
    boolean isOf(AppliedRequest request) {
        var prompt = request.field("prompt").map(it -> it.sent().keySet().iterator().next()).orElse("");
        return json.text("/model").filter(request.model()::equals).isPresent()
                && isThere(prompt)
                && request.fields()
                        .stream()
                        .flatMap(it -> it.sent().entrySet().stream())
                        .filter(it -> isThere(it.getKey()))
                        .allMatch(it -> same(at(it.getKey()), it.getValue()));
    }

    private boolean isThere(String place) {
        return place.startsWith(INPUT) && !at(place).isMissingNode() && !at(place).isNull();
    }

    private JsonNode at(String place) {
        return json.root().at("/" + place.replace('.', '/'));
    }

    private static boolean same(JsonNode theirs, JsonNode ours) {
        return theirs.isNumber() && ours.isNumber()
                ? theirs.decimalValue().compareTo(ours.decimalValue()) == 0
                : theirs.toString().equals(ours.toString());
    }

    /** A language model's words come in pieces; everything else is files, whatever the shape in which their addresses stand. */
    List<ProducedOutput> outputs(Category category) {
        var output = json.root().path("output");
        if (category == Category.TEXT) {
            var words = texts(output).collect(Collectors.joining());
            return words.isBlank() ? List.of() : List.of(new ProducedOutput.Text(words));
        }
        return texts(output)
                .flatMap(it -> HostedFiles.at(it, category, expiry()).stream())
                .<ProducedOutput>map(it -> it)
                .toList();
    }

    /** All of them, from the outside in and in their order. */
    private static Stream<String> texts(JsonNode output) {
        return output.isString() ? Stream.of(output.stringValue()) : output.valueStream().flatMap(Prediction::texts);
    }

    private @Nullable Instant expiry() {
        return instant("/completed_at").map(it -> it.plus(KEPT)).orElse(null);
    }

    private Optional<Instant> instant(String pointer) {
        try {
            return json.text(pointer).map(Instant::parse);
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}
