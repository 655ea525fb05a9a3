package dev.atelier.simulator.google;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.callbacks.Callback;
import dev.atelier.simulator.faults.Ending;
import dev.atelier.simulator.faults.Fate;
import dev.atelier.simulator.faults.FaultBoard;
import dev.atelier.simulator.faults.PollFate;
import dev.atelier.simulator.faults.Refusal;
import dev.atelier.simulator.files.FileUrls;
import dev.atelier.simulator.pictures.PictureFormat;
import dev.atelier.simulator.pictures.PictureSize;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.products.Product.SoundFormat;
import dev.atelier.simulator.shapes.Flaw;
import dev.atelier.simulator.submissions.Submissions;
import dev.atelier.simulator.tasks.Task;
import dev.atelier.simulator.tasks.Tasks;

/** Google's HTTP API, version {@code v1beta}. */
@RestController
@RequestMapping("/google/v1beta")
class GoogleController {

    private static final String KEY = "x-goog-api-key";
    private static final int MAX_BODY_BYTES = 20_000_000;
    private static final String RPC = "type.googleapis.com/google.rpc.";
    /** A call that answers with the result holds its connection; nobody wants to wait long for a simulator. */
    private static final Duration LONGEST_WORK = Duration.ofMillis(300);

    private final GoogleProperties properties;
    private final GoogleRecords records;
    private final GoogleCallbacks callbacks;
    private final FaultBoard faults;
    private final Submissions submissions;
    private final Tasks tasks;
    private final FileUrls files;
    private final JsonMapper mapper;

    GoogleController(GoogleProperties properties, GoogleRecords records, GoogleCallbacks callbacks, FaultBoard faults,
            Submissions submissions, Tasks tasks, FileUrls files, JsonMapper mapper) {
        this.properties = properties;
        this.records = records;
        this.callbacks = callbacks;
        this.faults = faults;
        this.submissions = submissions;
        this.tasks = tasks;
        this.files = files;
        this.mapper = mapper;
    }

    /** @param call a model and a verb, with a colon between them */
    @PostMapping("/models/{call}")
    ResponseEntity<byte[]> ofModel(@RequestHeader(name = KEY, required = false) @Nullable String key,
            @PathVariable String call, HttpServletRequest request) throws IOException {
        authenticate(key);
        int colon = call.indexOf(':');
        var verb = colon < 0 ? "" : call.substring(colon + 1);
        var model = model(colon < 0 ? call : call.substring(0, colon));
        return switch (verb) {
            case "generateContent" -> generateContent(model, body(request), request);
            case "predictLongRunning" -> predictLongRunning(model, body(request), request);
            default -> throw GoogleError.notFound("The method " + verb);
        };
    }

    private ResponseEntity<byte[]> generateContent(GoogleModel model, ObjectNode body, HttpServletRequest request) {
        refuse(GoogleShapes.content(model, body));
        var fate = accepted();
        var parts = body.at("/contents/0/parts");
        var prompt = parts.valueStream()
                .map(it -> it.path("text").asString(""))
                .filter(it -> !it.isEmpty())
                .findFirst()
                .orElse("");
        var task = task(id(""), model, prompt, product(model, body, prompt), Duration.ZERO, fate);
        submissions.accept(task, null, null, fate);
        work(fate);
        return Submissions.answer(records.content(task).toString(), fate, request);
    }

    private static Product product(GoogleModel model, ObjectNode body, String prompt) {
        return switch (model.kind()) {
            case PICTURES -> {
                var config = body.at("/generationConfig/imageConfig");
                var size = config.path("imageSize").asString("1K");
                yield new Product.Pictures(PictureSize.of(config.path("aspectRatio").asString("1:1"),
                        size.equals("512") ? 512 : PictureSize.longSide(size)), PictureFormat.PNG, 1);
            }
            case SPEECH -> new Product.Sounds(SoundFormat.PCM, 1);
            case MUSIC -> new Product.Sounds(SoundFormat.MP3, 1);
            case WORDS -> new Product.Words("A simulator has no opinion on \""
                    + prompt.substring(0, prompt.offsetByCodePoints(0,
                            Math.min(60, prompt.codePointCount(0, prompt.length()))))
                    + "\".");
            case FILMS_OF_INTERACTIONS, FILMS_OF_OPERATIONS -> new Product.Clips(1);
        };
    }

    private ResponseEntity<byte[]> predictLongRunning(GoogleModel model, ObjectNode body, HttpServletRequest request) {
        refuse(GoogleShapes.operation(model, body));
        var parameters = body.path("parameters");
        if (!parameters.path("resolution").asString("720p").equals("720p")
                && parameters.path("durationSeconds").asInt(8) != 8) {
            throw GoogleError.invalid("durationSeconds must be 8 for the resolution "
                    + parameters.path("resolution").asString(""));
        }
        var fate = accepted();
        var task = task(id(""), model, body.at("/instances/0/prompt").asString(""), new Product.Clips(1),
                Submissions.work(fate), fate);
        var config = body.path("webhookConfig");
        // Of operations that fail, no event is known.
        var callback = task.ending() == Ending.DELIVERED
                ? callback(task, "video.generated", GoogleRecords.operationName(task), config,
                        config.path("userMetadata"))
                : null;
        submissions.accept(task, config.at("/userMetadata/job").asString(null), callback, fate);
        return Submissions.answer(records.operationAccepted(task).toString(), fate, request);
    }

    @PostMapping("/interactions")
    ResponseEntity<byte[]> interact(@RequestHeader(name = KEY, required = false) @Nullable String key,
            HttpServletRequest request) throws IOException {
        authenticate(key);
        var body = body(request);
        var model = model(body.path("model").asString(""));
        refuse(GoogleShapes.interaction(model, body));
        boolean background = body.path("background").asBoolean(false);
        if (background && !body.path("store").asBoolean(true)) {
            throw GoogleError.invalid("background needs store");
        }
        if (body.at("/generation_config/video_config/task").asString("").equals("image_to_video")
                && body.path("input").valueStream().noneMatch(it -> it.path("type").asString("").equals("image"))) {
            throw GoogleError.invalid("image_to_video needs an image in input");
        }
        var fate = accepted();
        var input = body.path("input");
        var prompt = input.isString()
                ? input.stringValue()
                : input.valueStream()
                        .map(it -> it.path("text").asString(""))
                        .filter(it -> !it.isEmpty())
                        .findFirst()
                        .orElse("");
        var task = task(id("v1_"), model, prompt, product(model, body, prompt),
                background ? Submissions.work(fate) : Duration.ZERO, fate);
        if (!background) {
            submissions.accept(task, null, null, fate);
            work(fate);
            return Submissions.answer(records.interaction(task, Instant.now(), "").toString(), fate, request);
        }
        var config = body.path("webhook_config");
        submissions.accept(task, config.at("/user_metadata/job").asString(null), callback(task,
                task.ending() == Ending.DELIVERED ? "interaction.completed" : "interaction.failed", task.id(), config,
                config.path("user_metadata")), fate);
        return Submissions.answer(records.interactionAccepted(task).toString(), fate, request);
    }

    @GetMapping("/interactions/{id}")
    JsonNode interaction(@RequestHeader(name = KEY, required = false) @Nullable String key, @PathVariable String id,
            HttpServletRequest request) {
        authenticate(key);
        var fate = polled();
        var answer = records.interaction(task(id), Instant.now(), fileBase(request));
        return fate == PollFate.UNKNOWN_STATUS ? answer.put("status", "reticulating") : answer;
    }

    @PostMapping("/interactions/{id}/cancel")
    JsonNode cancel(@RequestHeader(name = KEY, required = false) @Nullable String key, @PathVariable String id,
            HttpServletRequest request) {
        authenticate(key);
        var task = task(id);
        records.cancel(task, Instant.now());
        return records.interaction(task, Instant.now(), fileBase(request));
    }

    @GetMapping("/models/{model}/operations/{id}")
    JsonNode operation(@RequestHeader(name = KEY, required = false) @Nullable String key, @PathVariable String model,
            @PathVariable String id, HttpServletRequest request) {
        authenticate(key);
        var fate = polled();
        var task = tasks.find(Google.NAME, id)
                .filter(it -> it.model().equals(model))
                .orElseThrow(() -> GoogleError.notFound("The operation"));
        var answer = records.operation(task, Instant.now(), fileBase(request));
        return fate == PollFate.UNKNOWN_STATUS ? answer.put("done", "reticulating") : answer;
    }

    /** A file needs the key, and is elsewhere. */
    @GetMapping("/files/{call}")
    ResponseEntity<byte[]> file(@RequestHeader(name = KEY, required = false) @Nullable String key,
            @PathVariable String call) {
        authenticate(key);
        var task = tasks.find(Google.NAME, call.replaceFirst(":download$", ""))
                .filter(it -> call.endsWith(":download") && it.has(1, Instant.now()))
                .orElseThrow(() -> GoogleError.notFound("The file"));
        return ResponseEntity.status(HttpStatus.FOUND).location(URI.create(files.of(task).getFirst())).build();
    }

    @ExceptionHandler
    ResponseEntity<byte[]> failed(GoogleError e) {
        var answer = mapper.createObjectNode();
        var error = answer.putObject("error")
                .put("code", e.code())
                .put("message", e.getMessage())
                .put("status",
                        e.status());
        if (!e.detail().isEmpty()) {
            var detail = error.putArray("details").addObject();
            e.detail().forEach(detail::put);
        }
        return ResponseEntity.status(e.code())
                .contentType(MediaType.APPLICATION_JSON)
                .body(mapper.writeValueAsBytes(answer));
    }

    private void authenticate(@Nullable String key) {
        if (key == null || key.isBlank()) {
            throw new GoogleError(403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers (callers without"
                    + " established identity). Please use API Key or other form of API consumer identity.");
        }
        if (!properties.apiKeys().isEmpty() && !properties.apiKeys().contains(key)) {
            throw new GoogleError(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.",
                    Map.of("@type", RPC + "ErrorInfo", "reason", "API_KEY_INVALID", "domain", "googleapis.com"));
        }
    }

    private static GoogleModel model(String id) {
        return GoogleModel.named(id).orElseThrow(() -> GoogleError.notFound("models/" + id));
    }

    private ObjectNode body(HttpServletRequest request) throws IOException {
        var bytes = request.getInputStream().readNBytes(MAX_BODY_BYTES + 1);
        if (bytes.length > MAX_BODY_BYTES) {
            throw GoogleError.invalid("Request payload size exceeds the limit: " + MAX_BODY_BYTES + " bytes.");
        }
        try {
            if (mapper.readTree(bytes) instanceof ObjectNode body) {
                return body;
            }
        } catch (JacksonException e) {
            throw GoogleError.invalid("Invalid JSON payload received. " + e.getOriginalMessage());
        }
        throw GoogleError.invalid("Invalid JSON payload received. Root element must be a message.");
    }

    private static void refuse(Optional<Flaw> flaw) {
        flaw.ifPresent(it -> {
            throw GoogleError.invalid(switch (it.kind()) {
                case UNKNOWN_FIELD -> "Invalid JSON payload received. Unknown name \"" + it.name() + "\" at '"
                        + it.parent() + "': Cannot find field.";
                case MISSING_FIELD -> "* " + it.path() + ": " + it.name() + " is not specified";
                case WRONG_VALUE -> "Invalid value at '" + it.path() + "': " + it.problem();
            });
        });
    }

    private Fate accepted() {
        var fate = faults.nextSubmission(Google.NAME);
        var refusal = fate.refusal();
        if (refusal != null) {
            throw refused(refusal);
        }
        return fate;
    }

    private static GoogleError refused(Refusal refusal) {
        return switch (refusal) {
            case SERVER_ERROR -> GoogleError.internal();
            case RATE_LIMITED -> new GoogleError(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota.",
                    Map.of("@type", RPC + "RetryInfo", "retryDelay", "1s"));
            case INSUFFICIENT_CREDIT -> new GoogleError(400, "FAILED_PRECONDITION",
                    "Please enable billing on your project in Google AI Studio.");
            // It has no such habit; an overloaded model is another refusal of its own.
            case ERROR_IN_OK -> new GoogleError(503, "UNAVAILABLE", "The model is overloaded. Please try again later.");
        };
    }

    private PollFate polled() {
        var fate = faults.nextPoll(Google.NAME);
        if (fate == PollFate.SERVER_ERROR) {
            throw GoogleError.internal();
        }
        return fate;
    }

    private Task task(String id) {
        return tasks.find(Google.NAME, id).orElseThrow(() -> GoogleError.notFound("The interaction"));
    }

    private static Task task(String id, GoogleModel model, String prompt, Product product, Duration work, Fate fate) {
        var now = Instant.now();
        return new Task(Google.NAME, id, model.id(), prompt, "", product, BigDecimal.ZERO, now, now.plus(work),
                fate.ending());
    }

    private @Nullable Callback callback(Task task, String type, String name, JsonNode config, JsonNode metadata) {
        var target = config.at("/uris/0");
        return target.isString()
                ? callbacks.of(task, type, name, URI.create(target.stringValue()), metadata)
                : null;
    }

    private static void work(Fate fate) {
        var work = Submissions.work(fate);
        try {
            Thread.sleep(work.compareTo(LONGEST_WORK) > 0 ? LONGEST_WORK : work);
        } catch (InterruptedException e) {
            // The server stops; the answer goes out early.
            Thread.currentThread().interrupt();
        }
    }

    /** Files are at the host that was asked, as Google's are. */
    private static String fileBase(HttpServletRequest request) {
        var url = request.getRequestURL();
        return url.substring(0, url.indexOf("/v1beta/")) + "/v1beta/files/";
    }

    private static String id(String prefix) {
        return prefix + UUID.randomUUID().toString().replace("-", "");
    }
}
