package dev.atelier.simulator.bfl;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
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
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.bfl.BflError.Problem;
import dev.atelier.simulator.faults.FaultBoard;
import dev.atelier.simulator.faults.Refusal;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.submissions.Submissions;
import dev.atelier.simulator.tasks.Task;
import dev.atelier.simulator.tasks.Tasks;

/** BFL's HTTP API: each model is a path. */
@RestController
@RequestMapping("/bfl/v1")
class BflController {

    private static final int MAX_BODY_BYTES = 100_000_000;

    private final BflProperties properties;
    private final BflRecords records;
    private final BflCallbacks callbacks;
    private final FaultBoard faults;
    private final Submissions submissions;
    private final Tasks tasks;
    private final JsonMapper mapper;

    BflController(BflProperties properties, BflRecords records, BflCallbacks callbacks, FaultBoard faults,
            Submissions submissions, Tasks tasks, JsonMapper mapper) {
        this.properties = properties;
        this.records = records;
        this.callbacks = callbacks;
        this.faults = faults;
        this.submissions = submissions;
        this.tasks = tasks;
        this.mapper = mapper;
    }

    @PostMapping("/{name}")
    ResponseEntity<byte[]> create(@PathVariable String name,
            @RequestHeader(name = "x-key", required = false) @Nullable String key, HttpServletRequest request)
            throws IOException {
        var model = BflModels.named(name).orElseThrow(() -> new BflError(404, "Not Found"));
        authenticate(key);
        var body = body(request);
        var problems = model.problems(body);
        if (!problems.isEmpty()) {
            throw BflError.invalid(problems);
        }
        var webhookUrl = webhookUrl(body);
        var fate = faults.nextSubmission(Bfl.NAME);
        refuse(fate.refusal());

        var now = Instant.now();
        var task = new Task(Bfl.NAME, UUID.randomUUID().toString(), model.name(), body.path("prompt").asString(""),
                String.valueOf(seed(body)), new Product.Pictures(model.size(body), model.format(body), 1),
                model.credits(), now, now.plus(Submissions.work(fate)), fate.ending());
        submissions.accept(task, webhookUrl == null ? null : BflCallbacks.reference(webhookUrl), webhookUrl == null
                ? null
                : callbacks.of(task, webhookUrl, body.hasNonNull("webhook_secret")
                        ? body.path("webhook_secret").stringValue()
                        : null),
                fate);
        var pollingUrl = ServletUriComponentsBuilder.fromContextPath(request)
                .path("/bfl/v1/get_result")
                .queryParam("id", task.id())
                .toUriString();
        return Submissions.answer(records.accepted(task, webhookUrl == null ? null : webhookUrl.toString(), pollingUrl)
                .toString(), fate, request);
    }

    @GetMapping("/get_result")
    ResponseEntity<JsonNode> result(@RequestHeader(name = "x-key", required = false) @Nullable String key,
            @RequestParam(required = false) @Nullable String id) {
        authenticate(key);
        if (id == null || id.isEmpty()) {
            throw BflError.invalid(List.of(new Problem("id", "missing", "Field required")));
        }
        var fate = faults.nextPoll(Bfl.NAME);
        var task = tasks.find(Bfl.NAME, id);
        if (task.isEmpty()) {
            return ResponseEntity.status(404).body(records.notFound(id));
        }
        var answer = records.polled(task.get(), Instant.now());
        return switch (fate) {
            case SERVER_ERROR -> throw new BflError(500, "Internal Server Error");
            case ANSWERED -> ResponseEntity.ok(answer);
            case UNKNOWN_STATUS -> ResponseEntity.ok(answer.put("status", "Reticulating"));
        };
    }

    @GetMapping("/credits")
    JsonNode credits(@RequestHeader(name = "x-key", required = false) @Nullable String key) {
        authenticate(key);
        return mapper.createObjectNode().put("credits", 123.4);
    }

    @ExceptionHandler
    ResponseEntity<byte[]> failed(BflError e) {
        var answer = ResponseEntity.status(e.status()).contentType(MediaType.APPLICATION_JSON);
        if (e.status() == 429) {
            answer.header(HttpHeaders.RETRY_AFTER, "1");
        }
        return answer.body(mapper.writeValueAsBytes(mapper.createObjectNode().set("detail", e.detail())));
    }

    private void authenticate(@Nullable String key) {
        if (key == null || key.isBlank() || (!properties.apiKeys().isEmpty() && !properties.apiKeys().contains(key))) {
            throw new BflError(403, "Not authenticated - Invalid Authentication");
        }
    }

    private ObjectNode body(HttpServletRequest request) throws IOException {
        var bytes = request.getInputStream().readNBytes(MAX_BODY_BYTES + 1);
        if (bytes.length > MAX_BODY_BYTES) {
            throw new BflError(413, "Request Entity Too Large");
        }
        try {
            if (mapper.readTree(bytes) instanceof ObjectNode body) {
                return body;
            }
        } catch (JacksonException _) {
            throw BflError.invalid(List.of(new Problem("", "json_invalid", "JSON decode error")));
        }
        throw BflError.invalid(List.of(new Problem("", "model_attributes_type", "Input should be a valid dictionary")));
    }

    /** There it is HTTPS; here it may be HTTP too, because whoever is tested listens on loopback. */
    private static @Nullable URI webhookUrl(ObjectNode body) {
        if (!body.hasNonNull("webhook_url")) {
            return null;
        }
        try {
            var url = new URI(body.path("webhook_url").stringValue());
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (URISyntaxException _) {
            // told below, as for any other text
        }
        throw BflError.invalid(List.of(new Problem("webhook_url", "url_parsing", "Input should be a valid URL")));
    }

    private static long seed(ObjectNode body) {
        return body.path("seed").isIntegralNumber()
                ? body.path("seed").longValue()
                : ThreadLocalRandom.current().nextLong(Integer.MAX_VALUE);
    }

    private static void refuse(@Nullable Refusal refusal) {
        if (refusal != null) {
            throw switch (refusal) {
                case RATE_LIMITED -> new BflError(429, "Too many active tasks");
                case INSUFFICIENT_CREDIT -> new BflError(402, "Insufficient credits");
                // It has no errors inside of successes.
                case SERVER_ERROR, ERROR_IN_OK -> new BflError(500, "Internal Server Error");
            };
        }
    }
}
