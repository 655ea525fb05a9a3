package dev.atelier.simulator.geminigen;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.atelier.simulator.faults.Fate;
import dev.atelier.simulator.faults.FaultBoard;
import dev.atelier.simulator.faults.PollFate;
import dev.atelier.simulator.faults.Refusal;
import dev.atelier.simulator.forms.Form;
import dev.atelier.simulator.forms.UnreadableForm;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.submissions.Submissions;
import dev.atelier.simulator.tasks.Task;
import dev.atelier.simulator.tasks.Tasks;

/** Geminigen's HTTP API, and the download of its public key. */
@RestController
@RequestMapping("/geminigen")
class GeminigenController {

    private static final String KEY = "x-api-key";
    private static final int UNKNOWN_STATUS = 42;
    private static final int MAX_PAGE = 100;
    private static final BigDecimal SPEECH_CREDITS = BigDecimal.valueOf(120);

    private final GeminigenProperties properties;
    private final GeminigenRecords records;
    private final GeminigenCallbacks callbacks;
    private final WebhookSignature signature;
    private final FaultBoard faults;
    private final Submissions submissions;
    private final Tasks tasks;
    private final JsonMapper mapper;

    GeminigenController(GeminigenProperties properties, GeminigenRecords records, GeminigenCallbacks callbacks,
            WebhookSignature signature, FaultBoard faults, Submissions submissions, Tasks tasks, JsonMapper mapper) {
        this.properties = properties;
        this.records = records;
        this.callbacks = callbacks;
        this.signature = signature;
        this.faults = faults;
        this.submissions = submissions;
        this.tasks = tasks;
        this.mapper = mapper;
    }

    @PostMapping("/uapi/v1/generate_image")
    ResponseEntity<byte[]> generateImage(@RequestHeader(name = KEY, required = false) @Nullable String key,
            HttpServletRequest request) throws IOException {
        return generate(GeminigenEndpoint.GENERATE_IMAGE, key, request);
    }

    @PostMapping("/uapi/v1/imagen/gpt-image-2")
    ResponseEntity<byte[]> gptImage(@RequestHeader(name = KEY, required = false) @Nullable String key,
            HttpServletRequest request) throws IOException {
        return generate(GeminigenEndpoint.GPT_IMAGE_2, key, request);
    }

    @PostMapping("/uapi/v1/imagen/grok")
    ResponseEntity<byte[]> grokImage(@RequestHeader(name = KEY, required = false) @Nullable String key,
            HttpServletRequest request) throws IOException {
        return generate(GeminigenEndpoint.GROK_IMAGE, key, request);
    }

    @PostMapping("/uapi/v1/video-gen/veo")
    ResponseEntity<byte[]> veo(@RequestHeader(name = KEY, required = false) @Nullable String key,
            HttpServletRequest request) throws IOException {
        return generate(GeminigenEndpoint.VEO, key, request);
    }

    @PostMapping("/uapi/v1/video-gen/grok")
    ResponseEntity<byte[]> grokVideo(@RequestHeader(name = KEY, required = false) @Nullable String key,
            HttpServletRequest request) throws IOException {
        return generate(GeminigenEndpoint.GROK_VIDEO, key, request);
    }

    @PostMapping("/uapi/v1/video-gen/seedance")
    ResponseEntity<byte[]> seedance(@RequestHeader(name = KEY, required = false) @Nullable String key,
            HttpServletRequest request) throws IOException {
        return generate(GeminigenEndpoint.SEEDANCE, key, request);
    }

    @PostMapping("/uapi/v1/video-gen/kling")
    ResponseEntity<byte[]> kling(@RequestHeader(name = KEY, required = false) @Nullable String key,
            HttpServletRequest request) throws IOException {
        return generate(GeminigenEndpoint.KLING, key, request);
    }

    /** The one that takes JSON, and wraps its answer. */
    @PostMapping("/uapi/v1/text-to-speech")
    ResponseEntity<byte[]> textToSpeech(@RequestHeader(name = KEY, required = false) @Nullable String key,
            HttpServletRequest request) throws IOException {
        authenticate(key);
        var body = SpeechBody.read(request, mapper);
        var fate = faults.nextSubmission(Geminigen.NAME);
        refuse(fate.refusal());

        var task = accept(body.model(), body.input(), body.product(), SPEECH_CREDITS, fate);
        var answer = mapper.createObjectNode().put("success", true);
        answer.set("result", records.brief(task, Instant.now()));
        return Submissions.answer(answer.toString(), fate, request);
    }

    private ResponseEntity<byte[]> generate(GeminigenEndpoint endpoint, @Nullable String key,
            HttpServletRequest request) throws IOException {
        authenticate(key);
        var form = form(endpoint, request);
        var fate = faults.nextSubmission(Geminigen.NAME);
        refuse(fate.refusal());

        var task = accept(endpoint.model(form), form.text("prompt", ""), endpoint.product(form),
                endpoint.credits(form), fate);
        return Submissions.answer(records.brief(task, Instant.now()).toString(), fate, request);
    }

    private Form form(GeminigenEndpoint endpoint, HttpServletRequest request) throws IOException {
        try {
            var form = Form.isAnnounced(request) ? Form.read(request) : new Form(Map.of(), Map.of());
            endpoint.check(form);
            if (form.has("ref_history")) {
                known(form.text("ref_history", ""));
            }
            return form;
        } catch (UnreadableForm e) {
            throw GeminigenError.invalid(String.valueOf(e.getMessage()));
        }
    }

    private Task accept(String model, String prompt, Product product, BigDecimal credits, Fate fate) {
        var now = Instant.now();
        var task = new Task(Geminigen.NAME, UUID.randomUUID().toString(), model, prompt, "", product, credits, now,
                now.plus(Submissions.work(fate)), fate.ending());
        submissions.accept(task, null, callbacks.of(task), fate);
        return task;
    }

    @GetMapping("/uapi/v1/history/{uuid}")
    JsonNode history(@RequestHeader(name = KEY, required = false) @Nullable String key, @PathVariable String uuid) {
        authenticate(key);
        var fate = faults.nextPoll(Geminigen.NAME);
        var task = known(uuid);
        return switch (fate) {
            case SERVER_ERROR -> throw systemError();
            case ANSWERED -> records.full(task, Instant.now());
            case UNKNOWN_STATUS -> records.full(task, Instant.now()).put("status", UNKNOWN_STATUS);
        };
    }

    @GetMapping("/uapi/v1/histories")
    JsonNode histories(@RequestHeader(name = KEY, required = false) @Nullable String key,
            @RequestParam(name = "filter_by", defaultValue = "all") String filterBy,
            @RequestParam(name = "items_per_page", defaultValue = "10") int itemsPerPage,
            @RequestParam(defaultValue = "1") int page) {
        authenticate(key);
        if (itemsPerPage < 1 || itemsPerPage > MAX_PAGE || page < 1 || page > Integer.MAX_VALUE / MAX_PAGE) {
            throw GeminigenError.invalid("page starts at 1, items_per_page is 1 to " + MAX_PAGE);
        }
        if (faults.nextPoll(Geminigen.NAME) == PollFate.SERVER_ERROR) {
            throw systemError();
        }
        Predicate<Task> wanted = switch (filterBy) {
            case "all" -> _ -> true;
            case "image" -> it -> it.product() instanceof Product.Pictures;
            case "video" -> it -> it.product() instanceof Product.Clips;
            default -> throw GeminigenError.invalid("filter_by is '" + filterBy + "', allowed: all, image, video");
        };
        var found = tasks.page(Geminigen.NAME, 0, tasks.count(Geminigen.NAME)).stream().filter(wanted).toList();
        var answer = mapper.createObjectNode().put("success", true).put("total", found.size());
        var result = answer.putArray("result");
        var now = Instant.now();
        found.stream()
                .skip((long) (page - 1) * itemsPerPage)
                .limit(itemsPerPage)
                .forEach(task -> result.add(records.brief(task, now)));
        return answer;
    }

    @GetMapping("/uapi/v1/account")
    JsonNode account(@RequestHeader(name = KEY, required = false) @Nullable String key) {
        authenticate(key);
        var account = mapper.createObjectNode().put("plan_id", "PREMIUM").put("is_active", true);
        account.putObject("user_credit").put("available_credit", 1_000_000).put("locked_credit", 0);
        return account;
    }

    @GetMapping(path = "/public-key.pem", produces = "application/x-pem-file")
    String publicKey() {
        return signature.publicKeyPem();
    }

    @ExceptionHandler
    ResponseEntity<JsonNode> failed(GeminigenError e) {
        var answer = ResponseEntity.status(e.status());
        if (e.status() == HttpStatus.TOO_MANY_REQUESTS) {
            answer.header(HttpHeaders.RETRY_AFTER, "1");
        }
        var body = mapper.createObjectNode();
        body.putObject("detail").put("error_code", e.errorCode()).put("message", e.getMessage());
        return answer.body(body);
    }

    @ExceptionHandler
    ResponseEntity<JsonNode> failed(FieldRequired e) {
        var body = mapper.createObjectNode();
        var detail = body.putArray("detail");
        for (var field : e.fields()) {
            var problem = detail.addObject().put("msg", "field required").put("type", "value_error.missing");
            problem.putArray("loc").add("body").add(field);
        }
        return ResponseEntity.unprocessableContent().body(body);
    }

    private void authenticate(@Nullable String key) {
        if (key == null || key.isBlank()) {
            throw new GeminigenError(HttpStatus.BAD_REQUEST, "API_KEY_REQUIRED", "API key is required");
        }
        if (!properties.apiKeys().isEmpty() && !properties.apiKeys().contains(key)) {
            throw new GeminigenError(HttpStatus.NOT_FOUND, "API_KEY_NOT_FOUND", "API key not found");
        }
    }

    private Task known(String uuid) {
        return tasks.find(Geminigen.NAME, uuid)
                .orElseThrow(
                        () -> new GeminigenError(HttpStatus.NOT_FOUND, "HISTORY_NOT_FOUND", "History not found"));
    }

    private static void refuse(@Nullable Refusal refusal) {
        if (refusal != null) {
            throw switch (refusal) {
                case SERVER_ERROR -> systemError();
                case RATE_LIMITED ->
                    new GeminigenError(HttpStatus.TOO_MANY_REQUESTS, "RATE_LIMIT_ERROR", "Too many requests");
                case INSUFFICIENT_CREDIT ->
                    new GeminigenError(HttpStatus.PAYMENT_REQUIRED, "NOT_ENOUGH_CREDIT", "Not enough credit");
                case ERROR_IN_OK -> new GeminigenError(HttpStatus.OK, "SYSTEM_ERROR", "System error");
            };
        }
    }

    private static GeminigenError systemError() {
        return new GeminigenError(HttpStatus.INTERNAL_SERVER_ERROR, "SYSTEM_ERROR", "System error");
    }
}
