package dev.atelier.simulator.compatible;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.faults.Fate;
import dev.atelier.simulator.faults.FaultBoard;
import dev.atelier.simulator.faults.Refusal;
import dev.atelier.simulator.files.FileUrls;
import dev.atelier.simulator.pictures.PictureFormat;
import dev.atelier.simulator.pictures.PictureSize;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.products.Product.SoundFormat;
import dev.atelier.simulator.products.Products;
import dev.atelier.simulator.submissions.Submissions;
import dev.atelier.simulator.tasks.Task;

/** Pictures, edits, speech and chat, all while the call waits. */
@RestController
@RequestMapping("/openai-compatible/v1")
class CompatibleController {

    private static final int MAX_BODY_BYTES = 20_000_000;
    /** What is made while the call waits is made quickly here: a test has hundreds of such calls. */
    private static final Duration LONGEST_WORK = Duration.ofMillis(20);
    private static final Set<String> PAINTERS = Set.of("Qwen/Qwen-Image", "black-forest-labs/FLUX.1-schnell");
    private static final Set<String> EDITORS = Set.of("Qwen/Qwen-Image-Edit");
    private static final Set<String> WRITERS = Set.of("qwen3", "llama3.3");
    private static final Set<String> SPEAKERS = Set.of("tts-1");

    private final CompatibleProperties properties;
    private final FaultBoard faults;
    private final Submissions submissions;
    private final Products products;
    private final FileUrls files;
    private final JsonMapper mapper;

    CompatibleController(CompatibleProperties properties, FaultBoard faults, Submissions submissions, Products products,
            FileUrls files, JsonMapper mapper) {
        this.properties = properties;
        this.faults = faults;
        this.submissions = submissions;
        this.products = products;
        this.files = files;
        this.mapper = mapper;
    }

    @PostMapping("/images/generations")
    ResponseEntity<byte[]> images(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            HttpServletRequest request) throws IOException {
        authenticate(authorization);
        var body = json(request);
        CompatibleFields.check(body, CompatibleFields.IMAGES, "prompt");
        return pictures(body, model(body, PAINTERS), request);
    }

    @PostMapping("/images/edits")
    ResponseEntity<byte[]> edits(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            HttpServletRequest request) throws IOException {
        authenticate(authorization);
        var body = form(request);
        CompatibleFields.check(body, CompatibleFields.EDITS, "prompt");
        return pictures(body, model(body, EDITORS), request);
    }

    private ResponseEntity<byte[]> pictures(ObjectNode body, String model, HttpServletRequest request) {
        var sides = body.path("size").asString("1024x1024").split("x", 2);
        var size = new PictureSize(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
        var pictures = new Product.Pictures(size, PictureFormat.PNG, body.path("n").asInt(1));
        var fate = nextFate();
        var task = accept(model, body.path("prompt").asString(""), pictures, fate);
        var answer = mapper.createObjectNode().put("created", task.createdAt().getEpochSecond());
        var data = answer.putArray("data");
        if (body.path("response_format").asString("url").equals("url")) {
            files.of(task).forEach(it -> data.addObject().put("url", it));
        } else {
            for (int number = 1; number <= pictures.count(); number++) {
                data.addObject()
                        .put("b64_json", Base64.getEncoder()
                                .encodeToString(products.bytes(pictures, task.prompt(), task.caption(), number)));
            }
        }
        return Submissions.answer(answer.toString(), fate, request);
    }

    @PostMapping("/audio/speech")
    ResponseEntity<byte[]> speech(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            HttpServletRequest request) throws IOException {
        authenticate(authorization);
        var body = json(request);
        CompatibleFields.check(body, CompatibleFields.SPEECH, "input", "voice");
        var model = model(body, SPEAKERS);
        var sound = new Product.Sounds(body.path("response_format").asString("mp3").equals("wav")
                ? SoundFormat.WAV
                : SoundFormat.MP3, 1);
        var fate = nextFate();
        var task = accept(model, body.path("input").asString(""), sound, fate);
        return Submissions.answer(products.bytes(sound, task.prompt(), task.caption(), 1),
                MediaType.parseMediaType(sound.mediaType()), fate, request);
    }

    @PostMapping("/chat/completions")
    ResponseEntity<byte[]> chat(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            HttpServletRequest request) throws IOException {
        authenticate(authorization);
        var body = json(request);
        CompatibleFields.check(body, CompatibleFields.CHAT, "messages");
        var model = model(body, WRITERS);
        var prompt = body.at("/messages").valueStream().reduce((_, last) -> last).orElseThrow();
        var fate = nextFate();
        var words = new Product.Words("This is what " + model + " has to say about it, and it is not much.");
        var task = accept(model, prompt.path("content").asString(""), words, fate);
        var answer = mapper.createObjectNode()
                .put("id", "chatcmpl-" + task.createdAt().toEpochMilli() % 1000)
                .put("object", "chat.completion")
                .put("created", task.createdAt().getEpochSecond())
                .put("model", model);
        var choice = answer.putArray("choices").addObject().put("index", 0).put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", words.text());
        answer.putObject("usage").put("prompt_tokens", 21).put("completion_tokens", 16).put("total_tokens", 37);
        return Submissions.answer(answer.toString(), fate, request);
    }

    @GetMapping("/models")
    JsonNode models(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization) {
        authenticate(authorization);
        var answer = mapper.createObjectNode().put("object", "list");
        var data = answer.putArray("data");
        for (var models : List.of(PAINTERS, EDITORS, WRITERS, SPEAKERS)) {
            models.stream().sorted().forEach(it -> data.addObject().put("id", it).put("object", "model"));
        }
        return answer;
    }

    @ExceptionHandler
    ResponseEntity<JsonNode> failed(CompatibleError e) {
        var answer = ResponseEntity.status(e.status());
        if (e.status() == 429) {
            answer.header(HttpHeaders.RETRY_AFTER, "1");
        }
        var body = mapper.createObjectNode();
        if (e.field() == null) {
            body.putObject("error")
                    .put("message", e.getMessage())
                    .put("type", "invalid_request_error")
                    .putNull("param")
                    .put("code", e.code());
        } else {
            var problem = body.putArray("detail").addObject().put("msg", e.getMessage()).put("type", "value_error");
            problem.putArray("loc").add("body").add(e.field());
        }
        return answer.body(body);
    }

    private void authenticate(@Nullable String authorization) {
        var key = authorization != null && authorization.startsWith("Bearer ")
                ? authorization.substring("Bearer ".length()).strip()
                : "";
        if (!properties.apiKeys().isEmpty() && !properties.apiKeys().contains(key)) {
            throw new CompatibleError(401, "invalid_api_key", "Unauthorized");
        }
    }

    /** It fails as such a server does when its card is full, and refuses as one with a filter in front. */
    private Fate nextFate() {
        var fate = faults.nextSubmission(CompatibleServer.NAME);
        refuse(fate.refusal());
        switch (fate.ending()) {
            case DELIVERED -> {
            }
            case FAILED -> throw new CompatibleError(500, null, "CUDA out of memory. Tried to allocate 2.00 GiB.");
            case CONTENT_REJECTED -> throw new CompatibleError(400, "content_policy_violation",
                    "The prompt was flagged by the safety checker.");
        }
        return fate;
    }

    private static void refuse(@Nullable Refusal refusal) {
        if (refusal != null) {
            throw switch (refusal) {
                case SERVER_ERROR, ERROR_IN_OK -> new CompatibleError(500, null, "Internal server error");
                case RATE_LIMITED -> new CompatibleError(429, "rate_limit_exceeded", "Too many requests");
                case INSUFFICIENT_CREDIT -> new CompatibleError(402, null, "Payment required");
            };
        }
    }

    private Task accept(String model, String prompt, Product product, Fate fate) {
        var now = Instant.now();
        var task = new Task(CompatibleServer.NAME, UUID.randomUUID().toString(), model, prompt, "", product,
                BigDecimal.ZERO, now, now, fate.ending());
        submissions.accept(task, null, null, fate);
        work(fate);
        return task;
    }

    private static void work(Fate fate) {
        var work = fate.faults().delay();
        try {
            Thread.sleep(work.compareTo(LONGEST_WORK) < 0 ? work : LONGEST_WORK);
        } catch (InterruptedException e) {
            // The server stops; the answer goes out early.
            Thread.currentThread().interrupt();
        }
    }

    private static String model(ObjectNode body, Set<String> loaded) {
        var model = body.path("model").asString("");
        if (!loaded.contains(model)) {
            throw new CompatibleError(404, "model_not_found", "The model `" + model + "` does not exist.");
        }
        return model;
    }

    private ObjectNode json(HttpServletRequest request) throws IOException {
        var bytes = request.getInputStream().readNBytes(MAX_BODY_BYTES + 1);
        if (bytes.length > MAX_BODY_BYTES) {
            throw new CompatibleError(413, null, "The body is too large.");
        }
        try {
            if (mapper.readTree(bytes) instanceof ObjectNode body) {
                return body;
            }
        } catch (JacksonException _) {
            // Answered as any other body that is no object.
        }
        throw CompatibleError.invalid("body", "Input should be a valid dictionary");
    }

    private ObjectNode form(HttpServletRequest request) throws IOException {
        var type = request.getContentType();
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            throw CompatibleError.invalid("image", "Field required");
        }
        var body = mapper.createObjectNode();
        int images = 0;
        try {
            for (var part : request.getParts()) {
                var name = part.getName();
                if (part.getSubmittedFileName() != null) {
                    if (!name.equals("image") && !name.equals("mask")) {
                        throw CompatibleError.invalid(name, "Extra inputs are not permitted");
                    }
                    images += name.equals("image") ? 1 : 0;
                    continue;
                }
                var value = new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (name.equals("n") && value.matches("[0-9]{1,3}")) {
                    body.put(name, Integer.parseInt(value));
                } else {
                    body.put(name, value);
                }
            }
        } catch (ServletException | IllegalStateException e) {
            throw new CompatibleError(400, null, "The form cannot be read: " + e.getMessage());
        }
        if (images != 1) {
            throw CompatibleError.invalid("image", "Exactly one image is needed");
        }
        return body;
    }
}
