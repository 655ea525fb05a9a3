package dev.atelier.simulator.runway;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.faults.FaultBoard;
import dev.atelier.simulator.faults.Refusal;
import dev.atelier.simulator.runway.RunwayError.Issue;
import dev.atelier.simulator.submissions.Submissions;
import dev.atelier.simulator.tasks.Task;
import dev.atelier.simulator.tasks.Tasks;

/** Runway's HTTP API: an endpoint makes a task of one kind, and the body's model decides what the body may hold. */
@RestController
@RequestMapping("/runway/v1")
class RunwayController {

    private static final String VERSION = "2024-11-06";
    private static final int MAX_BODY_BYTES = 100_000_000;

    private final RunwayProperties properties;
    private final RunwayRecords records;
    private final FaultBoard faults;
    private final Submissions submissions;
    private final Tasks tasks;
    private final JsonMapper mapper;

    RunwayController(RunwayProperties properties, RunwayRecords records, FaultBoard faults, Submissions submissions,
            Tasks tasks, JsonMapper mapper) {
        this.properties = properties;
        this.records = records;
        this.faults = faults;
        this.submissions = submissions;
        this.tasks = tasks;
        this.mapper = mapper;
    }

    @PostMapping("/{endpoint}")
    ResponseEntity<byte[]> create(@PathVariable String endpoint, HttpServletRequest request) throws IOException {
        if (!RunwayModels.has(endpoint)) {
            throw new RunwayError(404, "Not found");
        }
        admit(request);
        var body = body(request);
        var model = RunwayModels.at(endpoint, body.path("model").asString(""))
                .orElseThrow(() -> RunwayError.invalid(
                        List.of(new Issue("invalid_union", List.of("model"), "Invalid discriminator value"))));
        var issues = model.body().issues(List.of(), body);
        if (!issues.isEmpty()) {
            throw RunwayError.invalid(issues);
        }
        var fate = faults.nextSubmission(Runway.NAME);
        refuse(fate.refusal());

        var now = Instant.now();
        var task = new Task(Runway.NAME, UUID.randomUUID().toString(), model.name(),
                body.path("promptText").asString(""), "", model.product(body), model.credits(), now,
                now.plus(Submissions.work(fate)), fate.ending());
        submissions.accept(task, null, null, fate);
        return Submissions.answer(records.accepted(task).toString(), fate, request);
    }

    @GetMapping("/tasks/{id}")
    JsonNode task(@PathVariable String id, HttpServletRequest request) {
        admit(request);
        var fate = faults.nextPoll(Runway.NAME);
        var answer = records.polled(known(id), Instant.now());
        return switch (fate) {
            case SERVER_ERROR -> throw new RunwayError(503, "Service unavailable");
            case ANSWERED -> answer;
            case UNKNOWN_STATUS -> answer.put("status", "RETICULATING");
        };
    }

    /** Whether it ran or had ended: it cannot be had any more, nor what it made. */
    @DeleteMapping("/tasks/{id}")
    ResponseEntity<Void> delete(@PathVariable String id, HttpServletRequest request) {
        admit(request);
        tasks.remove(Runway.NAME, known(id).id());
        return ResponseEntity.noContent().build();
    }

    @ExceptionHandler
    ResponseEntity<byte[]> failed(RunwayError e) {
        var answer = ResponseEntity.status(e.status()).contentType(MediaType.APPLICATION_JSON);
        if (e.status() == 429) {
            answer.header(HttpHeaders.RETRY_AFTER, "1");
        }
        var body = mapper.createObjectNode().put("error", e.error());
        if (!e.issues().isEmpty()) {
            var issues = body.putArray("issues");
            e.issues().forEach(it -> {
                var issue = issues.addObject().put("code", it.code());
                issue.set("path", mapper.valueToTree(it.path()));
                issue.put("message", it.message());
            });
            body.put("docUrl", "https://docs.dev.runwayml.com/api");
        }
        return answer.body(mapper.writeValueAsBytes(body));
    }

    private Task known(String id) {
        return tasks.find(Runway.NAME, id)
                .orElseThrow(() -> new RunwayError(404, "The task does not exist, or was deleted or canceled."));
    }

    private void admit(HttpServletRequest request) {
        var authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        var key = authorization != null && authorization.startsWith("Bearer ")
                ? authorization.substring("Bearer ".length()).strip()
                : "";
        if (key.isEmpty() || (!properties.apiKeys().isEmpty() && !properties.apiKeys().contains(key))) {
            throw new RunwayError(401, "The API key is missing or invalid.");
        }
        if (!VERSION.equals(request.getHeader("X-Runway-Version"))) {
            throw new RunwayError(400, "The X-Runway-Version header is missing or names no version.");
        }
    }

    private ObjectNode body(HttpServletRequest request) throws IOException {
        var bytes = request.getInputStream().readNBytes(MAX_BODY_BYTES + 1);
        if (bytes.length > MAX_BODY_BYTES) {
            throw new RunwayError(413, "The body is too large.");
        }
        try {
            if (mapper.readTree(bytes) instanceof ObjectNode body) {
                return body;
            }
        } catch (JacksonException _) {
            throw new RunwayError(400, "The body is not JSON.");
        }
        throw RunwayError.invalid(List.of(new Issue("invalid_type", List.of(), "Invalid input: expected object")));
    }

    private static void refuse(@Nullable Refusal refusal) {
        if (refusal != null) {
            throw switch (refusal) {
                case RATE_LIMITED -> new RunwayError(429, "You have reached your daily generation limit.");
                case INSUFFICIENT_CREDIT -> new RunwayError(400, "You do not have enough credits to run this task.");
                // It has no errors inside of successes.
                case SERVER_ERROR, ERROR_IN_OK -> new RunwayError(502, "Bad gateway");
            };
        }
    }
}
