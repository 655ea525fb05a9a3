package dev.atelier.simulator.replicate;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.callbacks.Callback;
import dev.atelier.simulator.callbacks.Callback.Letter;
import dev.atelier.simulator.callbacks.CallbackTarget;
import dev.atelier.simulator.faults.FaultBoard;
import dev.atelier.simulator.faults.Refusal;
import dev.atelier.simulator.submissions.Submissions;
import dev.atelier.simulator.tasks.Cancellations;
import dev.atelier.simulator.tasks.Task;
import dev.atelier.simulator.tasks.Tasks;

/** Replicate's HTTP API, as far as predictions of official models go. A callback may go to a plain http address here. */
@RestController
@RequestMapping("/replicate/v1")
class ReplicateController {

    private static final int MAX_BODY_BYTES = 10_000_000;
    private static final int PAGE = 100;
    private static final int ATTEMPTS = 5;
    private static final int ID_BITS = 130;
    private static final int ID_LENGTH = 26;
    private static final Set<String> FIELDS = Set.of("input", "webhook", "webhook_events_filter", "stream");
    private static final Set<String> EVENTS = Set.of("start", "output", "logs", "completed");

    private final ReplicateProperties properties;
    private final ReplicateRecords records;
    private final ReplicateSignature signature;
    private final FaultBoard faults;
    private final Submissions submissions;
    private final Tasks tasks;
    private final Cancellations cancellations;
    private final JsonMapper mapper;
    private final SecureRandom random = new SecureRandom();

    ReplicateController(ReplicateProperties properties, ReplicateRecords records, ReplicateSignature signature,
            FaultBoard faults, Submissions submissions, Tasks tasks, Cancellations cancellations, JsonMapper mapper) {
        this.properties = properties;
        this.records = records;
        this.signature = signature;
        this.faults = faults;
        this.submissions = submissions;
        this.tasks = tasks;
        this.cancellations = cancellations;
        this.mapper = mapper;
    }

    @PostMapping("/models/{owner}/{name}/predictions")
    ResponseEntity<byte[]> create(@PathVariable String owner, @PathVariable String name,
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestHeader(name = "Cancel-After", required = false) @Nullable String cancelAfter,
            HttpServletRequest request) throws IOException {
        authenticate(authorization);
        var model = ReplicateModels.named(owner + "/" + name).orElseThrow(ReplicateController::notFound);
        requireDuration(cancelAfter);
        var body = body(request);
        if (!(body.get("input") instanceof ObjectNode input)) {
            throw invalid("- input is required\n");
        }
        model.inputs().problemWith(input).ifPresent(it -> {
            throw invalid("- input." + String.join(".", it.path()) + ": " + it.message() + "\n");
        });
        var target = target(body);
        var wantsTheEnd = wantsTheEnd(body.path("webhook_events_filter"));
        var fate = faults.nextSubmission(Replicate.NAME);
        refuse(fate.refusal());

        var now = Instant.now();
        var task = new Task(Replicate.NAME, newId(), model.name(),
                input.path("prompt").asString(input.path("text").asString("")), input.toString(),
                model.makes().apply(input), BigDecimal.ONE, now, now.plus(Submissions.work(fate)), fate.ending());
        submissions.accept(task, target.map(CallbackTarget::reference).orElse(null),
                target.filter(_ -> wantsTheEnd).map(it -> callback(task, it)).orElse(null), fate);
        var answer = Submissions.answer(records.prediction(task, now).toString(), fate, request);
        return ResponseEntity.status(HttpStatus.CREATED).headers(answer.getHeaders()).body(answer.getBody());
    }

    @GetMapping("/predictions/{id}")
    JsonNode prediction(@PathVariable String id,
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization) {
        authenticate(authorization);
        var fate = faults.nextPoll(Replicate.NAME);
        var prediction = records.prediction(task(id), Instant.now());
        return switch (fate) {
            case SERVER_ERROR -> throw new ReplicateError(500, "Internal server error", "Something went wrong");
            case ANSWERED -> prediction;
            case UNKNOWN_STATUS -> prediction.put("status", "reticulating");
        };
    }

    /** Newest first. The cursor is how many came before. */
    @GetMapping("/predictions")
    JsonNode predictions(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestParam(name = "created_after", required = false) @Nullable String after,
            @RequestParam(name = "created_before", required = false) @Nullable String before,
            @RequestParam(defaultValue = "0") int cursor, HttpServletRequest request) {
        authenticate(authorization);
        var now = Instant.now();
        var list = mapper.createObjectNode().putNull("previous").putNull("next");
        var results = list.putArray("results");
        tasks.page(Replicate.NAME, cursor, PAGE)
                .stream()
                .filter(it -> after == null || it.createdAt().isAfter(instant(after)))
                .filter(it -> before == null || it.createdAt().isBefore(instant(before)))
                .forEach(it -> results.add(records.prediction(it, now)));
        if (tasks.count(Replicate.NAME) > cursor + PAGE) {
            list.put("next", request.getRequestURL() + "?cursor=" + (cursor + PAGE));
        }
        return list;
    }

    /** One that has ended stays as it is. */
    @PostMapping("/predictions/{id}/cancel")
    JsonNode cancel(@PathVariable String id,
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization) {
        authenticate(authorization);
        var task = task(id);
        var now = Instant.now();
        if (task.stage(now) != Task.Stage.DONE) {
            cancellations.add(task);
        }
        return records.prediction(task, now);
    }

    @GetMapping("/webhooks/default/secret")
    JsonNode secret(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization) {
        authenticate(authorization);
        return mapper.createObjectNode().put("key", signature.secret());
    }

    @ExceptionHandler
    ResponseEntity<byte[]> failed(ReplicateError e) {
        var answer = ResponseEntity.status(e.status()).contentType(MediaType.APPLICATION_JSON);
        if (e.status() == 429) {
            answer.header(HttpHeaders.RETRY_AFTER, "1");
        }
        return answer.body(mapper.writeValueAsBytes(records.problem(e)));
    }

    private Task task(String id) {
        return tasks.find(Replicate.NAME, id).orElseThrow(ReplicateController::notFound);
    }

    private static ReplicateError notFound() {
        return new ReplicateError(404, "Not found", "The requested resource could not be found.");
    }

    private static ReplicateError invalid(String detail) {
        return new ReplicateError(422, "Input validation failed", detail);
    }

    private Callback callback(Task task, URI target) {
        return new Callback(Replicate.NAME, task.id(), target, ATTEMPTS, properties.callbackPause(), () -> {
            var json = records.prediction(task, task.doneAt()).toString();
            return new Letter(json, signature.headers("msg_" + task.id(), json));
        });
    }

    private void authenticate(@Nullable String authorization) {
        var key = authorization != null && authorization.startsWith("Bearer ")
                ? authorization.substring("Bearer ".length()).strip()
                : "";
        if (key.isEmpty() || (!properties.apiKeys().isEmpty() && !properties.apiKeys().contains(key))) {
            throw new ReplicateError(401, "Unauthenticated", "You did not pass a valid authentication token");
        }
    }

    /** Seconds, or a text like {@code 1h30m45s}; at least five seconds. */
    private static void requireDuration(@Nullable String text) {
        if (text == null) {
            return;
        }
        boolean fits = text.matches("[0-9]{1,6}")
                ? Integer.parseInt(text) >= 5
                : text.matches("(?=.)([0-9]{1,3}h)?([0-9]{1,3}m)?([0-9]{1,3}s)?") && !text.matches("0*[0-4]s");
        if (!fits) {
            throw new ReplicateError(400, "Bad request", "Cancel-After must be a duration of at least 5 seconds");
        }
    }

    private ObjectNode body(HttpServletRequest request) throws IOException {
        var bytes = request.getInputStream().readNBytes(MAX_BODY_BYTES + 1);
        if (bytes.length > MAX_BODY_BYTES) {
            throw new ReplicateError(413, "Request too large", "The request is too large");
        }
        try {
            if (mapper.readTree(bytes) instanceof ObjectNode body) {
                for (var name : body.propertyNames()) {
                    if (!FIELDS.contains(name)) {
                        throw invalid("- " + name + ": Additional property is not allowed\n");
                    }
                }
                return body;
            }
        } catch (JacksonException e) {
            throw new ReplicateError(400, "Bad request", "The body is not JSON: " + e.getOriginalMessage());
        }
        throw new ReplicateError(400, "Bad request", "The body is not a JSON object");
    }

    private static Optional<URI> target(ObjectNode body) {
        if (!body.has("webhook")) {
            return Optional.empty();
        }
        return Optional.of(CallbackTarget.of(body.path("webhook").asString(""))
                .orElseThrow(() -> invalid("- webhook: Does not match format 'uri'\n")));
    }

    private static boolean wantsTheEnd(JsonNode filter) {
        if (filter.isMissingNode()) {
            return true;
        }
        if (!filter.isArray() || !filter.valueStream().allMatch(it -> EVENTS.contains(it.asString("")))) {
            throw invalid("- webhook_events_filter: must be a list of " + EVENTS + "\n");
        }
        return filter.valueStream().anyMatch(it -> it.asString("").equals("completed"));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new ReplicateError(400, "Bad request", "'" + text + "' is no time");
        }
    }

    private static void refuse(@Nullable Refusal refusal) {
        if (refusal != null) {
            throw switch (refusal) {
                case SERVER_ERROR -> new ReplicateError(500, "Internal server error", "Something went wrong");
                case RATE_LIMITED -> new ReplicateError(429, "Too many requests",
                        "Request was throttled. Your rate limit resets in ~1s.");
                case INSUFFICIENT_CREDIT -> new ReplicateError(402, "Insufficient credit",
                        "You have insufficient credit to run this model.");
                case ERROR_IN_OK -> new ReplicateError(200, "Internal server error", "Something went wrong");
            };
        }
    }

    private String newId() {
        var id = new BigInteger(ID_BITS, random).toString(32);
        return "0".repeat(ID_LENGTH - id.length()) + id;
    }
}
