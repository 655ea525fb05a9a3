package dev.atelier.simulator.openai;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.faults.FaultBoard;
import dev.atelier.simulator.openai.Parameter.Decimal;
import dev.atelier.simulator.openai.Parameter.OneOf;
import dev.atelier.simulator.openai.Parameter.Text;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.products.Product.SoundFormat;
import dev.atelier.simulator.products.Products;
import dev.atelier.simulator.submissions.Submissions;
import dev.atelier.simulator.tasks.Task;

/** Speech: JSON in, a sound out. */
@RestController
class OpenAiSpeechController {

    private static final Set<String> OLD_VOICES = Set.of("alloy", "ash", "coral", "echo", "fable", "onyx", "nova",
            "sage", "shimmer");
    private static final Set<String> VOICES = Set.of("alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova",
            "sage", "shimmer", "verse", "marin", "cedar");
    private static final Map<String, Parameter> PARAMETERS = Map.of("input", new Text(1, 4096), "instructions",
            new Text(0, 4096), "response_format", new OneOf(Set.of("mp3", "opus", "aac", "flac", "wav", "pcm")),
            "speed", new Decimal(0.25, 4), "stream_format", new OneOf(Set.of("audio")));
    private static final Set<String> MODELS = Set.of("gpt-4o-mini-tts", "tts-1", "tts-1-hd");

    private final OpenAi openAi;
    private final FaultBoard faults;
    private final Submissions submissions;
    private final Products products;
    private final JsonMapper mapper;

    OpenAiSpeechController(OpenAi openAi, FaultBoard faults, Submissions submissions, Products products,
            JsonMapper mapper) {
        this.openAi = openAi;
        this.faults = faults;
        this.submissions = submissions;
        this.products = products;
        this.mapper = mapper;
    }

    @PostMapping("/openai/v1/audio/speech")
    ResponseEntity<byte[]> speech(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            HttpServletRequest request, HttpServletResponse response) throws IOException {
        openAi.authenticate(authorization);
        var body = OpenAiBodies.json(request, mapper);
        var model = check(body);
        var fate = faults.nextSubmission(OpenAi.NAME);
        OpenAi.refuse(fate.refusal());
        OpenAi.refuse(fate.ending());

        var now = Instant.now();
        var sound = new Product.Sounds(format(body), 1);
        var task = new Task(OpenAi.NAME, OpenAi.newId("req_"), model, body.path("input").asString(""), "", sound,
                BigDecimal.ZERO, now, now, fate.ending());
        submissions.accept(task, null, null, fate);
        OpenAi.work(now, fate);
        response.setHeader("x-request-id", task.id());
        return Submissions.answer(products.bytes(sound, task.prompt(), task.caption(), 1),
                MediaType.parseMediaType(type(sound)), fate, request);
    }

    static Set<String> models() {
        return MODELS;
    }

    private static String check(ObjectNode body) {
        var model = OpenAiBodies.model(body);
        if (!MODELS.contains(model)) {
            throw OpenAiError.noSuchModel(model);
        }
        boolean old = model.startsWith("tts-1");
        Parameter.require(body, "input");
        Parameter.require(body, "voice");
        var rest = body.deepCopy();
        rest.remove("model");
        new OneOf(old ? OLD_VOICES : VOICES).problemWith(rest.remove("voice")).ifPresent(problem -> {
            throw OpenAiError.invalid("voice", "invalid_value", "Invalid value for 'voice': " + problem);
        });
        Parameter.check(rest, PARAMETERS);
        if (old && body.has("instructions")) {
            throw OpenAiError.invalid("instructions", "unsupported_parameter",
                    "'instructions' is not supported with " + model + ".");
        }
        return model;
    }

    private static SoundFormat format(ObjectNode body) {
        return switch (body.path("response_format").asString("mp3")) {
            case "opus" -> SoundFormat.OPUS;
            case "aac" -> SoundFormat.AAC;
            case "flac" -> SoundFormat.FLAC;
            case "wav" -> SoundFormat.WAV;
            case "pcm" -> SoundFormat.PCM;
            default -> SoundFormat.MP3;
        };
    }

    private static String type(Product.Sounds sound) {
        return switch (sound.format()) {
            case PCM -> "audio/pcm";
            case OPUS -> "audio/opus";
            case MP3, WAV, AAC, FLAC -> sound.mediaType();
        };
    }
}
