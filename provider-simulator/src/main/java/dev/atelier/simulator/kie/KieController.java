package dev.atelier.simulator.kie;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.faults.FaultBoard;
import dev.atelier.simulator.faults.Refusal;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.submissions.Submissions;
import dev.atelier.simulator.tasks.Task;
import dev.atelier.simulator.tasks.Tasks;

/** Kie's HTTP API. A call that failed says so in {@code code}; its HTTP status stays 200. */
@RestController
@RequestMapping("/kie/api/v1")
class KieController {

    private static final int MAX_BODY_BYTES = 1_000_000;
    private static final Set<String> FIELDS = Set.of("model", "input", "callBackUrl");

    private final KieProperties properties;
    private final KieRecords records;
    private final KieCallbacks callbacks;
    private final FaultBoard faults;
    private final Submissions submissions;
    private final Tasks tasks;
    private final JsonMapper mapper;

    KieController(KieProperties properties, KieRecords records, KieCallbacks callbacks, FaultBoard faults,
            Submissions submissions, Tasks tasks, JsonMapper mapper) {
        this.properties = properties;
        this.records = records;
        this.callbacks = callbacks;
        this.faults = faults;
        this.submissions = submissions;
        this.tasks = tasks;
        this.mapper = mapper;
    }

    @PostMapping("/jobs/createTask")
    ResponseEntity<byte[]> createTask(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            HttpServletRequest request) throws IOException {
        authenticate(authorization);
        var body = body(request);
        var model = KieModels.named(body.path("model").asString(""))
                .orElseThrow(() -> new KieError(404, "The model " + body.path("model") + " is not supported."));
        if (!(body.get("input") instanceof ObjectNode input)) {
            throw new KieError(422, "input is required and must be an object");
        }
        model.problemWith(input).ifPresent(problem -> {
            throw new KieError(422, problem);
        });
        var callBackUrl = callBackUrl(body);
        var fate = faults.nextSubmission(Kie.NAME);
        refuse(fate.refusal());

        var now = Instant.now();
        var task = new Task(Kie.NAME, UUID.randomUUID().toString().replace("-", ""), model.slug(),
                input.path("prompt").asString(""), param(body), new Product.Pictures(model.size(input),
                        model.format(input), model.pictures(input)),
                model.credits(input), now, now.plus(Submissions.work(fate)), fate.ending());
        submissions.accept(task, callBackUrl == null ? null : KieCallbacks.reference(callBackUrl),
                callBackUrl == null ? null : callbacks.of(task, callBackUrl), fate);
        return Submissions.answer(records.accepted(task).toString(), fate, request);
    }

    @GetMapping("/jobs/recordInfo")
    JsonNode recordInfo(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestParam(required = false) @Nullable String taskId) {
        authenticate(authorization);
        if (taskId == null || taskId.isEmpty()) {
            throw new KieError(400, "taskId is required");
        }
        var fate = faults.nextPoll(Kie.NAME);
        var task = tasks.find(Kie.NAME, taskId).orElseThrow(() -> new KieError(422, "recordInfo is null"));
        return switch (fate) {
            case SERVER_ERROR -> throw new KieError(500, "Server error", 500);
            case ANSWERED -> records.polled(task, Instant.now());
            case UNKNOWN_STATUS -> {
                var answer = records.polled(task, Instant.now());
                answer.withObject("/data").put("state", "reticulating");
                yield answer;
            }
        };
    }

    @GetMapping("/chat/credit")
    JsonNode credit(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization) {
        authenticate(authorization);
        return records.envelope(200, "success").put("data", 1_000_000);
    }

    @ExceptionHandler
    ResponseEntity<byte[]> failed(KieError e) {
        var answer = ResponseEntity.status(e.httpStatus()).contentType(MediaType.APPLICATION_JSON);
        if (e.code() == 429) {
            answer.header(HttpHeaders.RETRY_AFTER, "1");
        }
        return answer.body(mapper.writeValueAsBytes(records.envelope(e.code(), e.msg()).putNull("data")));
    }

    private void authenticate(@Nullable String authorization) {
        var key = authorization != null && authorization.startsWith("Bearer ")
                ? authorization.substring("Bearer ".length()).strip()
                : "";
        if (key.isEmpty() || (!properties.apiKeys().isEmpty() && !properties.apiKeys().contains(key))) {
            throw new KieError(401, "You do not have access permissions");
        }
    }

    private ObjectNode body(HttpServletRequest request) throws IOException {
        var bytes = request.getInputStream().readNBytes(MAX_BODY_BYTES + 1);
        if (bytes.length > MAX_BODY_BYTES) {
            throw new KieError(400, "The body is larger than " + MAX_BODY_BYTES + " bytes");
        }
        try {
            if (mapper.readTree(bytes) instanceof ObjectNode body) {
                for (var name : body.propertyNames()) {
                    if (!FIELDS.contains(name)) {
                        throw new KieError(422, name + " is not a field of createTask");
                    }
                }
                return body;
            }
        } catch (JacksonException e) {
            throw new KieError(400, "The body is not JSON: " + e.getOriginalMessage());
        }
        throw new KieError(400, "The body is not a JSON object");
    }

    private static @Nullable URI callBackUrl(ObjectNode body) {
        var given = body.get("callBackUrl");
        if (given == null || given.isNull()) {
            return null;
        }
        try {
            var url = URI.create(given.asString(""));
            if (url.getRawAuthority() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw new KieError(422, "callBackUrl is not a URL: " + e.getMessage());
        }
        throw new KieError(422, "callBackUrl is not an http(s) URL");
    }

    private static void refuse(@Nullable Refusal refusal) {
        if (refusal != null) {
            throw switch (refusal) {
                case SERVER_ERROR -> new KieError(500, "Server error", 500);
                case RATE_LIMITED -> new KieError(429, "Your call frequency is too high. Please try again later.", 429);
                case INSUFFICIENT_CREDIT -> new KieError(402, "Credits insufficient");
                case ERROR_IN_OK -> new KieError(500, "Server exception, please try again later");
            };
        }
    }

    /** The request as Kie shows it again: a string of JSON, in which the input is once more a string of JSON. */
    private String param(ObjectNode body) {
        var param = mapper.createObjectNode()
                .put("model", body.path("model").asString(""))
                .put("input", body.path("input").toString());
        if (body.hasNonNull("callBackUrl")) {
            param.put("callBackUrl", body.path("callBackUrl").asString(""));
        }
        return param.toString();
    }
}
