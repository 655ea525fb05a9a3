package dev.atelier.simulator.anthropic;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
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
import dev.atelier.simulator.faults.PollFate;
import dev.atelier.simulator.faults.Refusal;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.submissions.Submissions;
import dev.atelier.simulator.tasks.Task;
import dev.atelier.simulator.tasks.Tasks;

/** Anthropic's HTTP API. */
@RestController
@RequestMapping("/anthropic/v1/messages")
class AnthropicController {

    private static final int MAX_BODY_BYTES = 32_000_000;
    private static final String VERSION = "2023-06-01";
    private static final MediaType LINES = MediaType.parseMediaType("application/x-jsonl");
    /** A call that answers with the text holds its connection; nobody wants to wait long for a simulator. */
    private static final Duration LONGEST_WORK = Duration.ofMillis(300);

    private final AnthropicProperties properties;
    private final AnthropicRecords records;
    private final FaultBoard faults;
    private final Submissions submissions;
    private final Tasks tasks;
    private final JsonMapper mapper;

    AnthropicController(AnthropicProperties properties, AnthropicRecords records, FaultBoard faults,
            Submissions submissions, Tasks tasks, JsonMapper mapper) {
        this.properties = properties;
        this.records = records;
        this.faults = faults;
        this.submissions = submissions;
        this.tasks = tasks;
        this.mapper = mapper;
    }

    /** Before every call: the key, then the version, which has no default. */
    @ModelAttribute
    void authenticate(@RequestHeader(name = "x-api-key", required = false) @Nullable String key,
            @RequestHeader(name = "anthropic-version", required = false) @Nullable String version,
            HttpServletResponse response) {
        response.setHeader("request-id", id("req_"));
        if (key == null || key.isBlank() || !properties.apiKeys().isEmpty() && !properties.apiKeys().contains(key)) {
            throw new AnthropicError(401, "authentication_error", "invalid x-api-key");
        }
        if (!VERSION.equals(version)) {
            throw AnthropicError.invalid(version == null
                    ? "anthropic-version: header is required"
                    : "anthropic-version: \"" + version + "\" is not a valid version");
        }
    }

    @PostMapping
    ResponseEntity<byte[]> message(HttpServletRequest request) throws IOException {
        var body = body(request);
        AnthropicShapes.checkMessage(body);
        if (body.path("stream").asBoolean(false)) {
            throw AnthropicError.invalid("stream: the simulator does not stream");
        }
        var fate = accepted();
        var task = task(id("msg_"), body, "", Duration.ZERO, fate);
        submissions.accept(task, null, null, fate);
        work(fate);
        return Submissions.answer(records.message(task, body.path("max_tokens").asInt(1)).toString(), fate, request);
    }

    @PostMapping("/batches")
    ResponseEntity<byte[]> batch(HttpServletRequest request) throws IOException {
        var body = body(request);
        AnthropicShapes.checkBatch(body);
        if (body.path("requests").size() != 1) {
            throw AnthropicError.invalid("requests: the simulator takes one at a time");
        }
        var first = body.at("/requests/0");
        var customId = first.path("custom_id").asString("");
        var fate = accepted();
        var task = task(id("msgbatch_"), first.path("params"), customId, Submissions.work(fate), fate);
        submissions.accept(task, customId, null, fate);
        return Submissions.answer(records.batch(task, task.createdAt(), results(request, task)).toString(), fate,
                request);
    }

    @GetMapping("/batches/{id}")
    JsonNode batch(@PathVariable String id, HttpServletRequest request) {
        var fate = faults.nextPoll(Anthropic.NAME);
        if (fate == PollFate.SERVER_ERROR) {
            throw AnthropicError.internal();
        }
        var task = task(id);
        var batch = records.batch(task, Instant.now(), results(request, task));
        return fate == PollFate.UNKNOWN_STATUS ? batch.put("processing_status", "reticulating") : batch;
    }

    @GetMapping("/batches/{id}/results")
    ResponseEntity<byte[]> results(@PathVariable String id) {
        var task = task(id);
        if (task.stage(Instant.now()) != Task.Stage.DONE) {
            throw AnthropicError.notFound("The batch has no results yet");
        }
        return ResponseEntity.ok()
                .contentType(LINES)
                .body((records.result(task) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> failed(AnthropicError e) {
        var answer = ResponseEntity.status(e.status()).contentType(MediaType.APPLICATION_JSON);
        if (e.status() == 429) {
            answer.header(HttpHeaders.RETRY_AFTER, "1");
        }
        return answer.body(mapper.writeValueAsBytes(
                records.error(e.type(), String.valueOf(e.getMessage())).put("request_id", id("req_"))));
    }

    private ObjectNode body(HttpServletRequest request) throws IOException {
        var bytes = request.getInputStream().readNBytes(MAX_BODY_BYTES + 1);
        if (bytes.length > MAX_BODY_BYTES) {
            throw new AnthropicError(413, "request_too_large", "Request exceeds the maximum size");
        }
        try {
            if (mapper.readTree(bytes) instanceof ObjectNode body) {
                return body;
            }
        } catch (JacksonException e) {
            throw AnthropicError.invalid("The request body is not valid JSON: " + e.getOriginalMessage());
        }
        throw AnthropicError.invalid("Input should be a valid dictionary");
    }

    private Fate accepted() {
        var fate = faults.nextSubmission(Anthropic.NAME);
        var refusal = fate.refusal();
        if (refusal != null) {
            throw refused(refusal);
        }
        return fate;
    }

    private static AnthropicError refused(Refusal refusal) {
        return switch (refusal) {
            case SERVER_ERROR -> AnthropicError.internal();
            case RATE_LIMITED -> new AnthropicError(429, "rate_limit_error",
                    "This request would exceed your organization's rate limit");
            case INSUFFICIENT_CREDIT -> new AnthropicError(402, "billing_error",
                    "Your credit balance is too low to access the Anthropic API");
            // It has no such habit; being overloaded is a refusal of its own.
            case ERROR_IN_OK -> new AnthropicError(529, "overloaded_error", "Overloaded");
        };
    }

    private Task task(String id) {
        return tasks.find(Anthropic.NAME, id)
                .filter(it -> id.startsWith("msgbatch_"))
                .orElseThrow(() -> AnthropicError.notFound("Message batch not found"));
    }

    private static Task task(String id, JsonNode message, String customId, Duration work, Fate fate) {
        var now = Instant.now();
        var prompt = prompt(message.at("/messages/0/content"));
        int shown = Math.min(60, prompt.codePointCount(0, prompt.length()));
        var words = "A simulator has no opinion on \"" + prompt.substring(0, prompt.offsetByCodePoints(0, shown))
                + "\".";
        return new Task(Anthropic.NAME, id, message.path("model").asString(""), prompt, customId,
                new Product.Words(words), BigDecimal.ZERO, now, now.plus(work), fate.ending());
    }

    private static String prompt(JsonNode content) {
        return content.isString()
                ? content.stringValue()
                : content.valueStream()
                        .map(it -> it.path("text").asString(""))
                        .filter(it -> !it.isEmpty())
                        .findFirst()
                        .orElse("");
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

    private static String results(HttpServletRequest request, Task task) {
        var url = request.getRequestURL();
        return url.substring(0, url.indexOf("/v1/")) + "/v1/messages/batches/" + task.id() + "/results";
    }

    private static String id(String prefix) {
        return prefix + UUID.randomUUID().toString().replace("-", "");
    }
}
