package dev.atelier.simulator.stability;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
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
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.faults.Ending;
import dev.atelier.simulator.faults.Fate;
import dev.atelier.simulator.faults.FaultBoard;
import dev.atelier.simulator.faults.PollFate;
import dev.atelier.simulator.faults.Refusal;
import dev.atelier.simulator.forms.Form;
import dev.atelier.simulator.forms.UnreadableForm;
import dev.atelier.simulator.pictures.PictureFormat;
import dev.atelier.simulator.pictures.PictureSize;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.products.Product.SoundFormat;
import dev.atelier.simulator.products.Products;
import dev.atelier.simulator.submissions.Submissions;
import dev.atelier.simulator.tasks.Task;
import dev.atelier.simulator.tasks.Tasks;

/** Stability's HTTP API, version 2 beta. What an answer looks like, the {@code Accept} header decides. */
@RestController
@RequestMapping("/stability")
class StabilityController {

    private static final int MAX_REQUEST_BYTES = 10 * 1024 * 1024;
    private static final Duration LONGEST_WORK_IN_A_CALL = Duration.ofMillis(100);
    private static final int LONG_SIDE = 1024;

    private final StabilityProperties properties;
    private final FaultBoard faults;
    private final Submissions submissions;
    private final Tasks tasks;
    private final Products products;
    private final JsonMapper mapper;

    StabilityController(StabilityProperties properties, FaultBoard faults, Submissions submissions, Tasks tasks,
            Products products, JsonMapper mapper) {
        this.properties = properties;
        this.faults = faults;
        this.submissions = submissions;
        this.tasks = tasks;
        this.products = products;
        this.mapper = mapper;
    }

    @PostMapping("/v2beta/stable-image/generate/core")
    ResponseEntity<byte[]> core(HttpServletRequest request, HttpServletResponse response) throws IOException {
        return atOnce(StabilityEndpoint.CORE, request, response);
    }

    @PostMapping("/v2beta/stable-image/generate/ultra")
    ResponseEntity<byte[]> ultra(HttpServletRequest request, HttpServletResponse response) throws IOException {
        return atOnce(StabilityEndpoint.ULTRA, request, response);
    }

    @PostMapping("/v2beta/stable-image/generate/sd3")
    ResponseEntity<byte[]> sd3(HttpServletRequest request, HttpServletResponse response) throws IOException {
        return atOnce(StabilityEndpoint.SD3, request, response);
    }

    @PostMapping("/v2beta/stable-image/upscale/creative")
    ResponseEntity<byte[]> upscale(HttpServletRequest request) throws IOException {
        return later(StabilityEndpoint.CREATIVE_UPSCALE, HttpStatus.OK, request);
    }

    @PostMapping("/v2beta/stable-image/edit/replace-background-and-relight")
    ResponseEntity<byte[]> relight(HttpServletRequest request) throws IOException {
        return later(StabilityEndpoint.RELIGHT, HttpStatus.OK, request);
    }

    @PostMapping("/v2beta/audio/stable-audio/text-to-audio")
    ResponseEntity<byte[]> audio(HttpServletRequest request) throws IOException {
        return later(StabilityEndpoint.STABLE_AUDIO, HttpStatus.ACCEPTED, request);
    }

    @GetMapping({"/v2beta/results/{id}", "/v2beta/stable-image/upscale/creative/result/{id}"})
    ResponseEntity<byte[]> imageResult(@PathVariable String id, HttpServletRequest request) {
        return result(id, "image/*", "result", request);
    }

    @GetMapping("/v2beta/audio/results/{id}")
    ResponseEntity<byte[]> audioResult(@PathVariable String id, HttpServletRequest request) {
        return result(id, "audio/*", "audio", request);
    }

    @GetMapping("/v1/user/balance")
    ObjectNode balance(HttpServletRequest request) {
        authenticated(request);
        return mapper.createObjectNode().put("credits", 1_000_000);
    }

    private ResponseEntity<byte[]> atOnce(StabilityEndpoint endpoint, HttpServletRequest request,
            HttpServletResponse response) throws IOException {
        var key = authenticated(request);
        var json = wantsJson(request, "image/*");
        var form = form(endpoint, request);
        var fate = faults.nextSubmission(Stability.NAME);
        refuse(fate.refusal());

        var task = accept(endpoint, form, key, Duration.ZERO, fate);
        pause(Submissions.work(fate));
        response.setHeader("x-request-id", task.id());
        var bytes = task.ending() == Ending.FAILED ? new byte[0] : file(task);
        if (!json) {
            response.setHeader("finish-reason", finishReason(task));
            response.setHeader("seed", form.text("seed", "0"));
            return Submissions.answer(bytes, MediaType.valueOf(task.product().mediaType()), fate, request);
        }
        var answer = mapper.createObjectNode()
                .put("image", Base64.getEncoder().encodeToString(bytes))
                .put("finish_reason", finishReason(task))
                .put("seed", Long.parseLong(form.text("seed", "0")));
        return Submissions.answer(mapper.writeValueAsBytes(answer),
                MediaType.valueOf("application/json;type=\"" + task.product().mediaType() + "\""), fate, request);
    }

    private ResponseEntity<byte[]> later(StabilityEndpoint endpoint, HttpStatus status, HttpServletRequest request)
            throws IOException {
        var key = authenticated(request);
        var form = form(endpoint, request);
        var fate = faults.nextSubmission(Stability.NAME);
        refuse(fate.refusal());

        var task = accept(endpoint, form, key, Submissions.work(fate), fate);
        var answer = Submissions.answer(mapper.createObjectNode().put("id", task.id()).toString(), fate, request);
        return ResponseEntity.status(status).headers(answer.getHeaders()).body(answer.getBody());
    }

    private Task accept(StabilityEndpoint endpoint, Form form, String key, Duration work, Fate fate) {
        var now = Instant.now();
        var prompt = form.text("prompt", form.text("background_prompt", ""));
        var id = (UUID.randomUUID().toString() + UUID.randomUUID()).replace("-", "");
        var task = new Task(Stability.NAME, id, endpoint.model(form), prompt, mark(key, form), product(endpoint, form),
                endpoint.credits(), now, now.plus(work), fate.ending());
        submissions.accept(task, null, null, fate);
        return task;
    }

    private static Product product(StabilityEndpoint endpoint, Form form) {
        if (endpoint == StabilityEndpoint.STABLE_AUDIO) {
            return new Product.Sounds(
                    form.text("output_format", "mp3").equals("wav") ? SoundFormat.WAV : SoundFormat.MP3, 1);
        }
        return new Product.Pictures(PictureSize.of(form.text("aspect_ratio", "1:1"), LONG_SIDE),
                form.text("output_format", "png").equals("jpeg") ? PictureFormat.JPEG : PictureFormat.PNG, 1);
    }

    private ResponseEntity<byte[]> result(String id, String media, String field, HttpServletRequest request) {
        var key = authenticated(request);
        var json = wantsJson(request, media);
        var fate = faults.nextPoll(Stability.NAME);
        var now = Instant.now();
        var task = tasks.find(Stability.NAME, id)
                .filter(it -> it.request().startsWith(mark(key)) && isSound(it) == media.equals("audio/*"))
                .orElseThrow(() -> new StabilityError(HttpStatus.NOT_FOUND, "not_found",
                        "id: no result for this key, or it has expired"));
        if (fate == PollFate.SERVER_ERROR) {
            throw internalError();
        }
        if (fate == PollFate.UNKNOWN_STATUS || task.stage(now) != Task.Stage.DONE) {
            var status = fate == PollFate.UNKNOWN_STATUS ? "reticulating" : "in-progress";
            return json(HttpStatus.ACCEPTED, mapper.createObjectNode().put("id", id).put("status", status));
        }
        var bytes = task.ending() == Ending.FAILED ? new byte[0] : file(task);
        if (!json) {
            return ResponseEntity.ok()
                    .contentType(MediaType.valueOf(task.product().mediaType()))
                    .header("finish-reason", finishReason(task))
                    .body(bytes);
        }
        return json(HttpStatus.OK, mapper.createObjectNode()
                .put(field, Base64.getEncoder().encodeToString(bytes))
                .put("finish_reason", finishReason(task))
                .put("seed", 0));
    }

    private byte[] file(Task task) {
        return task.request().endsWith(" webp")
                ? Webp.bytes()
                : products.bytes(task.product(), task.prompt(), task.caption(), 1);
    }

    /** A filtered picture is delivered all the same, blurred. */
    private static String finishReason(Task task) {
        return switch (task.ending()) {
            case DELIVERED -> "SUCCESS";
            case CONTENT_REJECTED -> "CONTENT_FILTERED";
            case FAILED -> "ERROR";
        };
    }

    private static boolean isSound(Task task) {
        return task.product() instanceof Product.Sounds;
    }

    /** Begins with whose it is, since a result is for the key that asked for it, and ends with the format. */
    private static String mark(String key, Form form) {
        return mark(key) + form.text("output_format", "");
    }

    private static String mark(String key) {
        return Integer.toHexString(key.hashCode()) + " ";
    }

    private Form form(StabilityEndpoint endpoint, HttpServletRequest request) throws IOException {
        if (!Form.isAnnounced(request)) {
            throw StabilityError.badRequest(List.of("content-type: must be multipart/form-data"));
        }
        if (request.getContentLengthLong() > MAX_REQUEST_BYTES) {
            throw new StabilityError(HttpStatus.CONTENT_TOO_LARGE, "payload_too_large",
                    "body: must not be larger than 10MiB");
        }
        try {
            var form = Form.read(request);
            var problems = endpoint.problems(form);
            if (!problems.isEmpty()) {
                throw StabilityError.badRequest(problems);
            }
            return form;
        } catch (UnreadableForm e) {
            throw StabilityError.badRequest(List.of("body: " + e.getMessage()));
        }
    }

    private String authenticated(HttpServletRequest request) {
        var authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        var key = authorization != null && authorization.startsWith("Bearer ")
                ? authorization.substring("Bearer ".length()).strip()
                : "";
        if (key.isEmpty() || !properties.apiKeys().isEmpty() && !properties.apiKeys().contains(key)) {
            throw new StabilityError(HttpStatus.UNAUTHORIZED, "unauthorized",
                    "missing or invalid authorization header");
        }
        return key;
    }

    private static boolean wantsJson(HttpServletRequest request, String media) {
        var accept = request.getHeader(HttpHeaders.ACCEPT);
        if (accept == null || accept.equals("*/*") || accept.startsWith(media)) {
            return false;
        }
        if (accept.startsWith("application/json")) {
            return true;
        }
        throw StabilityError.badRequest(List.of("accept: must be one of " + media + ", application/json"));
    }

    private static void refuse(@Nullable Refusal refusal) {
        if (refusal != null) {
            throw switch (refusal) {
                case SERVER_ERROR -> internalError();
                case RATE_LIMITED -> new StabilityError(HttpStatus.TOO_MANY_REQUESTS, "rate_limit_exceeded",
                        "You have exceeded the rate limit of 150 requests within a 10 second period");
                case INSUFFICIENT_CREDIT -> new StabilityError(HttpStatus.PAYMENT_REQUIRED, "payment_required",
                        "Your organization does not have enough balance to request this action");
                case ERROR_IN_OK -> new StabilityError(HttpStatus.OK, "internal_error", "An unexpected error occurred");
            };
        }
    }

    private static StabilityError internalError() {
        return new StabilityError(HttpStatus.INTERNAL_SERVER_ERROR, "internal_error",
                "An unexpected server error has occurred, please try again later");
    }

    @ExceptionHandler
    ResponseEntity<byte[]> failed(StabilityError e) {
        var body = mapper.createObjectNode()
                .put("id", UUID.randomUUID().toString().replace("-", ""))
                .put("name", e.name());
        if (e.status() == HttpStatus.UNAUTHORIZED) {
            body.put("message", e.errors().getFirst());
        } else {
            e.errors().forEach(body.putArray("errors")::add);
        }
        var answer = json(e.status(), body);
        if (e.status() != HttpStatus.TOO_MANY_REQUESTS) {
            return answer;
        }
        return ResponseEntity.status(e.status())
                .headers(answer.getHeaders())
                .header(HttpHeaders.RETRY_AFTER, "1")
                .body(answer.getBody());
    }

    private ResponseEntity<byte[]> json(HttpStatus status, ObjectNode body) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(mapper.writeValueAsBytes(body));
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
