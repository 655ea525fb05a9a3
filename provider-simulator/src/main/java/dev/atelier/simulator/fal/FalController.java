package dev.atelier.simulator.fal;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
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

/** fal's queue, and the address of its public key. A model's address is its id; its requests are found under its app. */
@RestController
@RequestMapping("/fal")
class FalController {

    private static final int MAX_BODY_BYTES = 10_000_000;
    private static final int ATTEMPTS = 10;

    private final FalProperties properties;
    private final FalRecords records;
    private final FalSignature signature;
    private final FaultBoard faults;
    private final Submissions submissions;
    private final Tasks tasks;
    private final Cancellations cancellations;
    private final JsonMapper mapper;

    FalController(FalProperties properties, FalRecords records, FalSignature signature, FaultBoard faults,
            Submissions submissions, Tasks tasks, Cancellations cancellations, JsonMapper mapper) {
        this.properties = properties;
        this.records = records;
        this.signature = signature;
        this.faults = faults;
        this.submissions = submissions;
        this.tasks = tasks;
        this.cancellations = cancellations;
        this.mapper = mapper;
    }

    @GetMapping("/.well-known/jwks.json")
    JsonNode jwks() {
        return signature.jwks();
    }

    @PostMapping("/{*endpoint}")
    ResponseEntity<byte[]> submit(@PathVariable String endpoint,
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestParam(name = "fal_webhook", required = false) @Nullable String webhook,
            HttpServletRequest request) throws IOException {
        authenticate(authorization);
        var model = FalModels.at(endpoint.substring(1))
                .orElseThrow(() -> new FalError(404, null, "Application '" + endpoint.substring(1) + "' not found"));
        var input = input(request);
        model.inputs().problemWith(input).ifPresent(problem -> {
            throw new FalError(problem);
        });
        var target = webhook == null ? null : target(webhook);
        var fate = faults.nextSubmission(Fal.NAME);
        refuse(fate.refusal());

        var now = Instant.now();
        var task = new Task(Fal.NAME, UUID.randomUUID().toString(), model.endpoint(),
                input.path("prompt").asString(input.path("text").asString("")), "", model.makes().apply(input),
                BigDecimal.ONE, now, now.plus(Submissions.work(fate)), fate.ending());
        submissions.accept(task, target == null ? null : CallbackTarget.reference(target),
                target == null ? null : callback(task, target), fate);
        return Submissions.answer(records.accepted(task, requests(request, model.app())).toString(), fate, request);
    }

    @GetMapping("/{owner}/{app}/requests/{id}/status")
    JsonNode status(@PathVariable String owner, @PathVariable String app, @PathVariable String id,
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            HttpServletRequest request) {
        authenticate(authorization);
        var fate = faults.nextPoll(Fal.NAME);
        var task = task(owner + "/" + app, id);
        var status = records.status(task, requests(request, owner + "/" + app), Instant.now());
        return switch (fate) {
            case SERVER_ERROR -> throw new FalError(500, "internal_error", "Internal Server Error");
            case ANSWERED -> status;
            case UNKNOWN_STATUS -> status.put("status", "RETICULATING");
        };
    }

    @GetMapping("/{owner}/{app}/requests/{id}")
    JsonNode result(@PathVariable String owner, @PathVariable String app, @PathVariable String id,
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization) {
        authenticate(authorization);
        return records.result(task(owner + "/" + app, id), Instant.now());
    }

    /** What waits is stopped; what is worked on is finished all the same. */
    @PutMapping("/{owner}/{app}/requests/{id}/cancel")
    ResponseEntity<JsonNode> cancel(@PathVariable String owner, @PathVariable String app, @PathVariable String id,
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization) {
        authenticate(authorization);
        var task = tasks.find(Fal.NAME, id).filter(it -> isOf(it, owner + "/" + app));
        if (task.isEmpty()) {
            return ResponseEntity.status(404).body(mapper.createObjectNode().put("status", "NOT_FOUND"));
        }
        return switch (task.get().stage(Instant.now())) {
            case DONE -> ResponseEntity.status(400)
                    .body(mapper.createObjectNode().put("status", "ALREADY_COMPLETED"));
            case WAITING -> {
                cancellations.add(task.get());
                yield requested();
            }
            case WORKING -> requested();
        };
    }

    private ResponseEntity<JsonNode> requested() {
        return ResponseEntity.status(202).body(mapper.createObjectNode().put("status", "CANCELLATION_REQUESTED"));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> failed(FalError e) {
        var answer = ResponseEntity.status(e.status()).contentType(MediaType.APPLICATION_JSON);
        if (e.status() == 429) {
            answer.header(HttpHeaders.RETRY_AFTER, "1");
        }
        if (e.place().isEmpty() && e.type() != null) {
            answer.header("X-Fal-Error-Type", e.type());
        }
        return answer.body(mapper.writeValueAsBytes(records.body(e)));
    }

    private Task task(String app, String id) {
        return tasks.find(Fal.NAME, id)
                .filter(it -> isOf(it, app))
                .orElseThrow(() -> new FalError(404, null, "Request not found"));
    }

    private static boolean isOf(Task task, String app) {
        return task.model().equals(app) || task.model().startsWith(app + "/");
    }

    private Callback callback(Task task, URI target) {
        return new Callback(Fal.NAME, task.id(), target, ATTEMPTS, properties.callbackPause(), () -> {
            var json = records.calledBack(task).toString();
            return new Letter(json, signature.headers(task.id(), json));
        });
    }

    private void authenticate(@Nullable String authorization) {
        var key = authorization != null && authorization.startsWith("Key ")
                ? authorization.substring("Key ".length()).strip()
                : "";
        if (key.isEmpty() || (!properties.apiKeys().isEmpty() && !properties.apiKeys().contains(key))) {
            throw new FalError(401, null, "Authentication is required to access this application.");
        }
    }

    private ObjectNode input(HttpServletRequest request) throws IOException {
        var bytes = request.getInputStream().readNBytes(MAX_BODY_BYTES + 1);
        if (bytes.length > MAX_BODY_BYTES) {
            throw new FalError(413, null, "Request body is too large");
        }
        try {
            if (mapper.readTree(bytes) instanceof ObjectNode input) {
                return input;
            }
        } catch (JacksonException e) {
            throw new FalError(400, "bad_request", "The body is not JSON: " + e.getOriginalMessage());
        }
        throw new FalError(400, "bad_request", "The body is not a JSON object");
    }

    private static URI target(String webhook) {
        return CallbackTarget.of(webhook)
                .orElseThrow(() -> new FalError(400, "bad_request", "fal_webhook is not an http(s) URL"));
    }

    private static void refuse(@Nullable Refusal refusal) {
        if (refusal != null) {
            throw switch (refusal) {
                case SERVER_ERROR -> new FalError(500, "internal_error", "Internal Server Error");
                case RATE_LIMITED -> new FalError(429, "concurrent_requests_limit",
                        "Too many concurrent requests.");
                case INSUFFICIENT_CREDIT -> new FalError(403, null,
                        "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.");
                case ERROR_IN_OK -> new FalError(200, "internal_error", "Internal Server Error");
            };
        }
    }

    private static String requests(HttpServletRequest request, String app) {
        return ServletUriComponentsBuilder.fromContextPath(request).path("/fal/" + app + "/requests").toUriString();
    }
}
