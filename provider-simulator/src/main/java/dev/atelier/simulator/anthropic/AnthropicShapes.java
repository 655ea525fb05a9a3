package dev.atelier.simulator.anthropic;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import tools.jackson.databind.JsonNode;

import dev.atelier.simulator.shapes.Flaw;
import dev.atelier.simulator.shapes.Shape;
import dev.atelier.simulator.shapes.Shape.Bytes;
import dev.atelier.simulator.shapes.Shape.Decimal;
import dev.atelier.simulator.shapes.Shape.Either;
import dev.atelier.simulator.shapes.Shape.Fields;
import dev.atelier.simulator.shapes.Shape.Flag;
import dev.atelier.simulator.shapes.Shape.Items;
import dev.atelier.simulator.shapes.Shape.Matching;
import dev.atelier.simulator.shapes.Shape.OneOf;
import dev.atelier.simulator.shapes.Shape.Tagged;
import dev.atelier.simulator.shapes.Shape.Text;
import dev.atelier.simulator.shapes.Shape.Whole;

import static java.util.Map.entry;

/** The bodies that Anthropic's published contract allows, without tools. */
final class AnthropicShapes {

    private static final int LONGEST_TEXT = 4_000_000;
    private static final Set<String> MODELS = Set.of("claude-opus-5-5", "claude-sonnet-5-5", "claude-haiku-5-5",
            "claude-fable-5-1", "claude-opus-5", "claude-haiku-4-5", "claude-sonnet-4-5");
    /** Newer ones refuse to be told how to sample. */
    private static final Set<String> SAMPLED = Set.of("claude-haiku-4-5", "claude-sonnet-4-5");
    private static final Shape WORDS = new Text(1, LONGEST_TEXT);
    private static final Fields TEXT_BLOCK = new Fields(Map.of("type", OneOf.of("text"), "text", WORDS),
            Set.of("type", "text"));
    private static final Shape SOURCE = new Tagged("type", Map.of(
            "base64", new Fields(Map.of("type", OneOf.of("base64"), "media_type",
                    OneOf.of("image/jpeg", "image/png", "image/gif", "image/webp"), "data", new Bytes()),
                    Set.of("type", "media_type", "data")),
            "url", new Fields(Map.of("type", OneOf.of("url"), "url", new Matching("https?://.+")),
                    Set.of("type", "url"))));
    private static final Shape CONTENT = new Either(List.of(WORDS, new Items(new Tagged("type", Map.of(
            "text", TEXT_BLOCK,
            "image", new Fields(Map.of("type", OneOf.of("image"), "source", SOURCE), Set.of("type", "source")))), 1,
            200)));
    private static final Shape THINKING = new Tagged("type", Map.of(
            "adaptive", new Fields(Map.of("type", OneOf.of("adaptive")), Set.of("type")),
            "disabled", new Fields(Map.of("type", OneOf.of("disabled")), Set.of("type")),
            "enabled", new Fields(Map.of("type", OneOf.of("enabled"), "budget_tokens", new Whole(1024, 128_000)),
                    Set.of("type", "budget_tokens"))));
    private static final Fields MESSAGE = new Fields(Map.ofEntries(entry("model", WORDS),
            entry("max_tokens", new Whole(1, 128_000)),
            entry("messages", new Items(new Fields(Map.of("role", OneOf.of("user", "assistant"), "content", CONTENT),
                    Set.of("role", "content")), 1, 100_000)),
            entry("system", new Either(List.of(WORDS, new Items(TEXT_BLOCK, 1, 100)))),
            entry("stop_sequences", new Items(WORDS, 0, 8)), entry("stream", new Flag()),
            entry("temperature", new Decimal(0, 1)), entry("top_p", new Decimal(0, 1)),
            entry("top_k", new Whole(0, 1000)), entry("thinking", THINKING),
            entry("output_config", new Fields(Map.of("effort", OneOf.of("low", "medium", "high", "xhigh", "max")),
                    Set.of())),
            entry("metadata", new Fields(Map.of("user_id", new Text(1, 256)), Set.of())),
            entry("service_tier", OneOf.of("auto", "standard_only"))), Set.of("model", "max_tokens", "messages"));
    private static final Fields BATCH = new Fields(Map.of("requests", new Items(new Fields(
            Map.of("custom_id", new Matching("[a-zA-Z0-9_-]{1,64}"), "params", MESSAGE), Set.of("custom_id", "params")),
            1, 100_000)), Set.of("requests"));

    private AnthropicShapes() {}

    static void checkMessage(JsonNode body) {
        refuse(MESSAGE.flawOf(body));
        checkModel(body);
    }

    /** The real one may find out about params only while it works on them. */
    static void checkBatch(JsonNode body) {
        refuse(BATCH.flawOf(body));
        body.path("requests").forEach(it -> checkModel(it.path("params")));
    }

    private static void checkModel(JsonNode message) {
        var model = message.path("model").asString("");
        if (!MODELS.contains(model)) {
            throw AnthropicError.notFound("model: " + model);
        }
        if (!SAMPLED.contains(model) && (message.path("temperature").asDouble(1) != 1
                || message.path("top_p").asDouble(1) < 0.99 || message.has("top_k"))) {
            throw AnthropicError.invalid("temperature: this model does not support sampling parameters");
        }
    }

    private static void refuse(Optional<Flaw> flaw) {
        flaw.ifPresent(it -> {
            throw AnthropicError.invalid(switch (it.kind()) {
                case UNKNOWN_FIELD -> it.path() + ": Extra inputs are not permitted";
                case MISSING_FIELD -> it.path() + ": Field required";
                case WRONG_VALUE -> it.path() + ": Input " + it.problem();
            });
        });
    }
}
