package dev.atelier.simulator.kie;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.faults.Ending;
import dev.atelier.simulator.files.FileUrls;
import dev.atelier.simulator.kie.InputRule.Decimal;
import dev.atelier.simulator.kie.InputRule.Flag;
import dev.atelier.simulator.kie.InputRule.Note;
import dev.atelier.simulator.kie.InputRule.OneOf;
import dev.atelier.simulator.kie.InputRule.Text;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.tasks.Task;

/** Suno: two tracks a task, which come one after the other; it calls back at each step, and takes no job without a callback. */
@Component
final class SunoFamily implements KieFamily {

    private static final int TRACKS = 2;
    private static final int WORDS_AT = 33;
    private static final int FIRST_TRACK_AT = 66;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
            .withZone(ZoneOffset.UTC);
    private static final List<String> ONLY_CUSTOM = List.of("style", "title", "negativeTags", "vocalGender",
            "styleWeight", "weirdnessConstraint", "audioWeight", "personaId");
    private static final FieldRules RULES = FieldRules.of(Map.ofEntries(Map.entry("prompt", new Text(5000)),
            Map.entry("customMode", new Flag()), Map.entry("instrumental", new Flag()),
            Map.entry("model", new OneOf("V4", "V4_5", "V4_5PLUS", "V4_5ALL", "V5", "V5_5")),
            Map.entry("style", new Text(1000)), Map.entry("title", new Text(80)),
            Map.entry("negativeTags", new Note(1000)), Map.entry("vocalGender", new OneOf("m", "f")),
            Map.entry("styleWeight", Decimal.SHARE), Map.entry("weirdnessConstraint", Decimal.SHARE),
            Map.entry("audioWeight", Decimal.SHARE), Map.entry("personaId", new Note(100))), "customMode",
            "instrumental", "model").and(SunoFamily::fieldsOfItsMode).and(SunoFamily::lengthsOfItsVersion);

    private final OwnForm form = new OwnForm(Stream.of("V5", "V5_5", "V4_5PLUS", "V4_5ALL", "V4_5", "V4")
            .map(it -> new KieModel(it, RULES, "prompt",
                    body -> new Product.Sounds(Product.SoundFormat.MP3, TRACKS), body -> BigDecimal.TEN))
            .toArray(KieModel[]::new));
    private final FileUrls files;

    SunoFamily(FileUrls files) {
        this.files = files;
    }

    private static Optional<String> fieldsOfItsMode(ObjectNode body) {
        if (!body.path("customMode").asBoolean()) {
            return ONLY_CUSTOM.stream()
                    .filter(body::has)
                    .map(it -> it + " must be empty when customMode is false")
                    .findFirst()
                    .or(() -> shorter(body, "prompt", 500))
                    .or(() -> missing(body, "prompt"));
        }
        return missing(body, "style")
                .or(() -> missing(body, "title"))
                .or(() -> body.path("instrumental").asBoolean() ? Optional.empty() : missing(body, "prompt"));
    }

    private static Optional<String> lengthsOfItsVersion(ObjectNode body) {
        return body.path("model").asString("").equals("V4")
                ? shorter(body, "style", 200).or(() -> shorter(body, "prompt", 3000))
                : Optional.empty();
    }

    private static Optional<String> missing(ObjectNode body, String field) {
        return body.has(field) ? Optional.empty() : Optional.of(field + " is required");
    }

    private static Optional<String> shorter(ObjectNode body, String field, int than) {
        return body.path(field).asString("").length() <= than
                ? Optional.empty()
                : Optional.of(field + " must not be longer than " + than + " characters");
    }

    @Override
    public KieModel.Order order(ObjectNode body, @Nullable URI callback) {
        var order = form.order(body);
        if (callback == null) {
            throw new KieError(422, "callBackUrl is required");
        }
        return order;
    }

    @Override
    public boolean took(Task task) {
        return form.has(task.model());
    }

    @Override
    public ObjectNode recorded(Task task, Instant now) {
        var data = Envelope.object()
                .put("taskId", task.id())
                .put("parentMusicId", "")
                .put("param", task.request())
                .put("type", "GENERATE")
                .put("operationType", "generate")
                .putNull("errorCode")
                .putNull("errorMessage");
        return switch (task.stage(now)) {
            case WAITING -> data.put("status", "PENDING").putNull("response");
            case WORKING -> {
                var first = task.progress(now) >= FIRST_TRACK_AT;
                yield data.put("status", first ? "FIRST_SUCCESS" : "TEXT_SUCCESS")
                        .set("response", response(task, first ? 1 : 0));
            }
            case DONE -> task.ending() == Ending.DELIVERED
                    ? data.put("status", "SUCCESS").set("response", response(task, TRACKS))
                    : failed(task, data);
        };
    }

    private static ObjectNode failed(Task task, ObjectNode data) {
        var failure = TaskFailure.of(task.ending());
        return data.put("status", task.ending() == Ending.CONTENT_REJECTED
                ? "SENSITIVE_WORD_ERROR"
                : "GENERATE_AUDIO_FAILED")
                .putNull("response")
                .put("errorCode", failure.code())
                .put("errorMessage", failure.words());
    }

    private ObjectNode response(Task task, int finished) {
        var response = Envelope.object().put("taskId", task.id());
        var tracks = response.putArray("sunoData");
        var urls = files.of(task);
        for (var i = 0; i < TRACKS; i++) {
            tracks.addObject()
                    .put("id", task.id() + "-" + (i + 1))
                    .put("audioUrl", i < finished ? urls.get(i) : "")
                    .put("streamAudioUrl", urls.get(i))
                    .put("imageUrl", "")
                    .put("modelName", task.model())
                    .put("title", "Simulated")
                    .put("tags", "simulated")
                    .put("createTime", TIME.format(task.createdAt()))
                    .put("duration", 2.0);
        }
        return response;
    }

    @Override
    public void puzzle(ObjectNode recorded) {
        recorded.put("status", "RETICULATING");
    }

    @Override
    public List<Interim> calledBackBefore(Task task) {
        return List.of(
                new Interim(WORDS_AT,
                        () -> calledBack(task, 200, "Text generated successfully.", "text", tracks(task, 0))),
                new Interim(FIRST_TRACK_AT,
                        () -> calledBack(task, 200, "First track generated successfully.", "first", tracks(task, 1))));
    }

    @Override
    public ObjectNode calledBack(Task task) {
        if (task.ending() != Ending.DELIVERED) {
            var failure = TaskFailure.of(task.ending());
            return calledBack(task, failure.code(), failure.words(), "error", JsonNodeFactory.instance.arrayNode());
        }
        return calledBack(task, 200, "All generated successfully.", "complete", tracks(task, TRACKS));
    }

    private static ObjectNode calledBack(Task task, int code, String msg, String type, ArrayNode tracks) {
        return Envelope.of(code, msg,
                Envelope.object().put("callbackType", type).put("task_id", task.id()).set("data", tracks));
    }

    /** In a callback the same fields are written in snake case. */
    private ArrayNode tracks(Task task, int finished) {
        var tracks = JsonNodeFactory.instance.arrayNode();
        for (var track : response(task, finished).path("sunoData")) {
            tracks.addObject()
                    .set("id", track.get("id"))
                    .set("audio_url", track.get("audioUrl"))
                    .set("stream_audio_url", track.get("streamAudioUrl"))
                    .set("image_url", track.get("imageUrl"))
                    .set("title", track.get("title"))
                    .set("tags", track.get("tags"))
                    .set("model_name", track.get("modelName"))
                    .set("duration", track.get("duration"))
                    .set("createTime", track.get("createTime"));
        }
        return tracks;
    }
}
