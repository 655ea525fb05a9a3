package dev.atelier.simulator.elevenlabs;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.faults.Fate;
import dev.atelier.simulator.faults.FaultBoard;
import dev.atelier.simulator.faults.PollFate;
import dev.atelier.simulator.faults.Refusal;
import dev.atelier.simulator.pictures.PictureFormat;
import dev.atelier.simulator.pictures.PictureSize;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.products.Product.SoundFormat;
import dev.atelier.simulator.products.Products;
import dev.atelier.simulator.submissions.Submissions;
import dev.atelier.simulator.tasks.Task;
import dev.atelier.simulator.tasks.Tasks;

import static dev.atelier.simulator.elevenlabs.BodyRule.number;
import static dev.atelier.simulator.elevenlabs.BodyRule.oneOf;
import static dev.atelier.simulator.elevenlabs.BodyRule.text;
import static dev.atelier.simulator.elevenlabs.BodyRule.whole;

/** ElevenLabs' HTTP API: speech, sounds, music, and Flows. */
@RestController
@RequestMapping("/elevenlabs/v1")
class ElevenlabsController {

    private static final Duration LONGEST_WORK_IN_A_CALL = Duration.ofMillis(100);
    private static final int MAX_PAGE = 100;
    private static final int LONGEST_TEXT = 100_000;
    private static final String FORMATS = "mp3_22050_32|mp3_24000_48|mp3_44100_(32|64|96|128|192)|pcm_\\d{4,5}"
            + "|wav_\\d{4,5}|opus_48000_(32|64|96|128|192)|ulaw_8000|alaw_8000";
    private static final String MUSIC_FORMATS = "auto|mp3_48000_(128|192|240|320)|" + FORMATS;
    /** Characters that a model speaks at once. */
    private static final Map<String, Integer> SPEECH_MODELS = Map.of("eleven_v3", 5_000, "eleven_multilingual_v2",
            10_000, "eleven_flash_v2_5", 40_000);
    private static final BodyRule SPEECH = new BodyRule.Fields(Map.of("text", text(LONGEST_TEXT), "model_id", text(100),
            "language_code", text(2), "voice_settings", FlowModels.voiceSettings(), "seed", whole(0, 4_294_967_295L),
            "previous_text", text(LONGEST_TEXT), "next_text", text(LONGEST_TEXT), "apply_text_normalization",
            oneOf("auto", "on", "off")), Set.of("text"));
    private static final BodyRule SOUND = new BodyRule.Fields(Map.of("text", text(LONGEST_TEXT), "duration_seconds",
            number("0.5", "30"), "prompt_influence", number("0", "1"), "loop", new BodyRule.Flag(), "model_id",
            oneOf("eleven_text_to_sound_v2")), Set.of("text"));
    private static final BodyRule MUSIC = new BodyRule.Fields(Map.of("prompt", text(4_100), "music_length_ms",
            whole(3_000, 600_000), "model_id", oneOf("music_v1", "music_v2", "music_v2_5"), "force_instrumental",
            new BodyRule.Flag(), "seed", whole(0, 2_147_483_647L), "sign_with_c2pa", new BodyRule.Flag()),
            Set.of("prompt"));

    private final ElevenlabsProperties properties;
    private final ElevenlabsRecords records;
    private final ElevenlabsCallbacks callbacks;
    private final FaultBoard faults;
    private final Submissions submissions;
    private final Tasks tasks;
    private final Products products;
    private final JsonMapper mapper;

    ElevenlabsController(ElevenlabsProperties properties, ElevenlabsRecords records, ElevenlabsCallbacks callbacks,
            FaultBoard faults, Submissions submissions, Tasks tasks, Products products, JsonMapper mapper) {
        this.properties = properties;
        this.records = records;
        this.callbacks = callbacks;
        this.faults = faults;
        this.submissions = submissions;
        this.tasks = tasks;
        this.products = products;
        this.mapper = mapper;
    }

    @PostMapping("/text-to-speech/{voiceId}")
    ResponseEntity<byte[]> textToSpeech(@PathVariable String voiceId, HttpServletRequest request,
            HttpServletResponse response) throws IOException {
        authenticate(request);
        var format = outputFormat(request, FORMATS, "mp3_44100_128");
        var body = checked(SPEECH, request);
        var model = body.path("model_id").asString("eleven_multilingual_v2");
        var longest = SPEECH_MODELS.get(model);
        var text = body.path("text").asString("");
        if (longest == null) {
            throw new ElevenlabsError(HttpStatus.BAD_REQUEST, "model_not_found", "A model with this id does not exist");
        }
        if (!voiceId.matches("[A-Za-z0-9]{20}")) {
            throw new ElevenlabsError(HttpStatus.BAD_REQUEST, "voice_not_found", "A voice with this id was not found");
        }
        if (text.codePointCount(0, text.length()) > longest) {
            throw new ElevenlabsError(HttpStatus.BAD_REQUEST, "max_character_limit_exceeded",
                    "This model takes " + longest + " characters at most");
        }
        if (body.has("language_code") && model.equals("eleven_multilingual_v2")) {
            throw new ElevenlabsError(HttpStatus.BAD_REQUEST, "unsupported_language",
                    "This model does not support a language_code");
        }
        return sound(model, text, format, "content_against_policy", "request-id", request, response);
    }

    @PostMapping("/sound-generation")
    ResponseEntity<byte[]> soundGeneration(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        authenticate(request);
        var format = outputFormat(request, FORMATS, "mp3_44100_128");
        var body = checked(SOUND, request);
        return sound("eleven_text_to_sound_v2", body.path("text").asString(""), format, "content_against_policy",
                "request-id", request, response);
    }

    @PostMapping("/music")
    ResponseEntity<byte[]> music(HttpServletRequest request, HttpServletResponse response) throws IOException {
        authenticate(request);
        var format = outputFormat(request, MUSIC_FORMATS, "auto");
        var body = checked(MUSIC, request);
        return sound(body.path("model_id").asString("music_v1"), body.path("prompt").asString(""), format, "bad_prompt",
                "song-id", request, response);
    }

    private ResponseEntity<byte[]> sound(String model, String text, String format, String rejected, String idHeader,
            HttpServletRequest request, HttpServletResponse response) {
        var fate = faults.nextSubmission(Elevenlabs.NAME);
        refuse(fate.refusal());
        switch (fate.ending()) {
            case CONTENT_REJECTED -> throw new ElevenlabsError(HttpStatus.BAD_REQUEST, rejected,
                    "The text was refused by our moderation");
            case FAILED -> throw internalError();
            case DELIVERED -> {
            }
        }
        var sound = new Product.Sounds(soundFormat(format), 1);
        var task = accept(model, text, "", sound, Duration.ZERO, fate, null);
        pause(Submissions.work(fate));
        response.setHeader(idHeader, task.id());
        response.setHeader("character-cost", String.valueOf(text.length()));
        return Submissions.answer(products.bytes(sound, text, task.caption(), 1), MediaType.valueOf(sound.mediaType()),
                fate, request);
    }

    private static SoundFormat soundFormat(String name) {
        return name.startsWith("wav") ? SoundFormat.WAV : name.startsWith("pcm") ? SoundFormat.PCM : SoundFormat.MP3;
    }

    @PostMapping("/flows/{kind:image|video}")
    ResponseEntity<byte[]> generate(@PathVariable String kind, HttpServletRequest request) throws IOException {
        authenticate(request);
        var body = json(request);
        var model = body.path("model_id").asString("");
        var problems = FlowModels.find(kind, model)
                .map(it -> it.problems("", body))
                .orElseGet(() -> List.of(new BodyProblem("body", "", "Input tag '" + model + "' found using 'model_id'"
                        + " does not match any of the expected tags: " + FlowModels.names(kind), "union_tag_invalid")));
        if (!problems.isEmpty()) {
            throw ElevenlabsError.invalid(problems);
        }
        var fate = faults.nextSubmission(Elevenlabs.NAME);
        refuse(fate.refusal());
        Product product = kind.equals("image")
                ? new Product.Pictures(PictureSize.of(body.path("aspect_ratio").asString("16:9"), 1024),
                        PictureFormat.PNG, 1)
                : new Product.Clips(1);
        var task = accept(model, body.path("prompt").asString(""), kind, product, Submissions.work(fate), fate,
                body.hasNonNull("webhook") ? callbacks : null);
        return Submissions.answer(records.accepted(task).toString(), fate, request);
    }

    private Task accept(String model, String prompt, String kind, Product product, Duration work, Fate fate,
            @Nullable ElevenlabsCallbacks told) {
        var now = Instant.now();
        var id = UUID.randomUUID().toString().replace("-", "").substring(0, 20);
        var task = new Task(Elevenlabs.NAME, id, model, prompt, kind, product, BigDecimal.valueOf(prompt.length()), now,
                now.plus(work), fate.ending());
        submissions.accept(task, null, told == null ? null : told.of(task), fate);
        return task;
    }

    @GetMapping("/flows/{kind:image|video}/{id}")
    ResponseEntity<byte[]> generation(@PathVariable String kind, @PathVariable String id, HttpServletRequest request) {
        authenticate(request);
        var fate = faults.nextPoll(Elevenlabs.NAME);
        var task = tasks.find(Elevenlabs.NAME, id)
                .filter(it -> it.request().equals(kind))
                .orElseThrow(() -> new ElevenlabsError(HttpStatus.NOT_FOUND, "generation_not_found",
                        "A generation with this id was not found"));
        var record = switch (fate) {
            case SERVER_ERROR -> throw internalError();
            case ANSWERED -> records.polled(task, Instant.now());
            case UNKNOWN_STATUS -> records.polled(task, Instant.now()).put("status", "reticulating");
        };
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.RETRY_AFTER, "3")
                .body(mapper.writeValueAsBytes(record));
    }

    /** Newest first; nothing in it but what the generations answer with. */
    @GetMapping("/flows/{kind:image|video}")
    JsonNode generations(@PathVariable String kind, HttpServletRequest request,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(name = "model_id", required = false) @Nullable String model,
            @RequestParam(name = "page_size", defaultValue = "30") int pageSize) {
        authenticate(request);
        if (pageSize < 1 || pageSize > MAX_PAGE) {
            throw ElevenlabsError.invalid(List.of(new BodyProblem("query", "page_size",
                    "Input should be from 1 to " + MAX_PAGE, "value_error")));
        }
        if (faults.nextPoll(Elevenlabs.NAME) == PollFate.SERVER_ERROR) {
            throw internalError();
        }
        var now = Instant.now();
        var found = tasks.page(Elevenlabs.NAME, 0, tasks.count(Elevenlabs.NAME))
                .stream()
                .filter(it -> it.request().equals(kind) && (model == null || model.equals(it.model())))
                .map(it -> records.polled(it, now))
                .filter(it -> status == null || status.equals(it.path("status").asString()))
                .toList();
        var answer = mapper.createObjectNode();
        var page = answer.putArray("generations");
        found.stream().limit(pageSize).forEach(page::add);
        return answer.putNull("next_cursor").put("has_more", found.size() > pageSize);
    }

    @ExceptionHandler
    ResponseEntity<byte[]> failed(ElevenlabsError e) {
        var body = mapper.createObjectNode();
        if (e.problems().isEmpty()) {
            body.putObject("detail").put("status", e.status()).put("message", e.getMessage());
        } else {
            var detail = body.putArray("detail");
            for (var it : e.problems()) {
                var problem = detail.addObject();
                var place = problem.putArray("loc").add(it.in());
                Arrays.stream(it.field().split("\\.", -1)).filter(step -> !step.isEmpty()).forEach(place::add);
                problem.put("msg", it.message()).put("type", it.type());
            }
        }
        var answer = ResponseEntity.status(e.http()).contentType(MediaType.APPLICATION_JSON);
        if (e.http() == HttpStatus.TOO_MANY_REQUESTS) {
            answer.header(HttpHeaders.RETRY_AFTER, "1");
        }
        return answer.body(mapper.writeValueAsBytes(body));
    }

    private void authenticate(HttpServletRequest request) {
        var key = request.getHeader("xi-api-key");
        if (key == null || key.isBlank()) {
            throw new ElevenlabsError(HttpStatus.UNAUTHORIZED, "needs_authorization",
                    "Neither authorization header nor xi-api-key received, please provide one");
        }
        if (!properties.apiKeys().isEmpty() && !properties.apiKeys().contains(key)) {
            throw new ElevenlabsError(HttpStatus.UNAUTHORIZED, "invalid_api_key", "Invalid API key");
        }
    }

    private static String outputFormat(HttpServletRequest request, String formats, String otherwise) {
        var problems = new ArrayList<BodyProblem>();
        for (var name : request.getParameterMap().keySet()) {
            if (!Set.of("output_format", "enable_logging", "optimize_streaming_latency").contains(name)) {
                problems.add(new BodyProblem("query", name, "Extra inputs are not permitted", "extra_forbidden"));
            }
        }
        var given = request.getParameter("output_format");
        if (given != null && !given.matches(formats)) {
            problems.add(new BodyProblem("query", "output_format", "Input should be a known format", "enum"));
        }
        if (!problems.isEmpty()) {
            throw ElevenlabsError.invalid(problems);
        }
        return given == null ? otherwise : given;
    }

    private ObjectNode checked(BodyRule rules, HttpServletRequest request) throws IOException {
        var body = json(request);
        var problems = rules.problems("", body);
        if (!problems.isEmpty()) {
            throw ElevenlabsError.invalid(problems);
        }
        return body;
    }

    private ObjectNode json(HttpServletRequest request) throws IOException {
        var type = request.getContentType();
        if (type != null && type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            try {
                if (mapper.readTree(request.getInputStream()) instanceof ObjectNode body) {
                    return body;
                }
            } catch (JacksonException e) {
                throw ElevenlabsError
                        .invalid(List.of(new BodyProblem("body", "", "JSON decode error", "json_invalid")));
            }
        }
        throw ElevenlabsError.invalid(List.of(
                new BodyProblem("body", "", "Input should be a valid dictionary", "model_attributes_type")));
    }

    private static void refuse(@Nullable Refusal refusal) {
        if (refusal != null) {
            throw switch (refusal) {
                case SERVER_ERROR -> internalError();
                case RATE_LIMITED -> new ElevenlabsError(HttpStatus.TOO_MANY_REQUESTS, "too_many_concurrent_requests",
                        "Too many concurrent requests");
                case INSUFFICIENT_CREDIT -> new ElevenlabsError(HttpStatus.UNAUTHORIZED, "quota_exceeded",
                        "This request exceeds your quota");
                case ERROR_IN_OK -> new ElevenlabsError(HttpStatus.OK, "internal_server_error", "Internal error");
            };
        }
    }

    private static ElevenlabsError internalError() {
        return new ElevenlabsError(HttpStatus.INTERNAL_SERVER_ERROR, "internal_server_error", "Internal server error");
    }

    private static void pause(Duration work) {
        try {
            Thread.sleep(work.compareTo(LONGEST_WORK_IN_A_CALL) < 0 ? work : LONGEST_WORK_IN_A_CALL);
        } catch (InterruptedException e) {
            // The server stops; the answer goes out early.
            Thread.currentThread().interrupt();
        }
    }
}
