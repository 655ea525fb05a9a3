package dev.atelier.simulator.openai;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.faults.FaultBoard;
import dev.atelier.simulator.openai.Parameter.Decimal;
import dev.atelier.simulator.openai.Parameter.Flag;
import dev.atelier.simulator.openai.Parameter.Labels;
import dev.atelier.simulator.openai.Parameter.OneOf;
import dev.atelier.simulator.openai.Parameter.Text;
import dev.atelier.simulator.openai.Parameter.TextOrItems;
import dev.atelier.simulator.openai.Parameter.Whole;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.submissions.Submissions;
import dev.atelier.simulator.tasks.Task;
import dev.atelier.simulator.tasks.Tasks;

/** Text: in the background, polled and stopped; or while the call waits. And the list of models. */
@RestController
@RequestMapping("/openai/v1")
class OpenAiResponseController {

    private static final int LONGEST = 1_000_000;
    /** Those that reason take neither temperature nor top_p. */
    private static final Set<String> REASONING = Set.of("gpt-5.4", "gpt-5.4-mini", "gpt-5.4-nano", "gpt-5.5",
            "gpt-6.1-sol");
    private static final Set<String> SAMPLING = Set.of("gpt-4.1", "gpt-4.1-mini", "gpt-4o", "gpt-4o-mini");
    private static final Map<String, Parameter> PARAMETERS = parameters();

    private final OpenAi openAi;
    private final OpenAiRecords records;
    private final OpenAiCallbacks callbacks;
    private final FaultBoard faults;
    private final Submissions submissions;
    private final Tasks tasks;
    private final JsonMapper mapper;

    OpenAiResponseController(OpenAi openAi, OpenAiRecords records, OpenAiCallbacks callbacks, FaultBoard faults,
            Submissions submissions, Tasks tasks, JsonMapper mapper) {
        this.openAi = openAi;
        this.records = records;
        this.callbacks = callbacks;
        this.faults = faults;
        this.submissions = submissions;
        this.tasks = tasks;
        this.mapper = mapper;
    }

    private static Map<String, Parameter> parameters() {
        var all = new HashMap<String, Parameter>();
        all.put("model", new Text(1, 200));
        all.put("input", new TextOrItems());
        all.put("instructions", new Text(0, LONGEST));
        all.put("max_output_tokens", new Whole(16, Integer.MAX_VALUE));
        all.put("temperature", new Decimal(0, 2));
        all.put("top_p", new Decimal(0, 1));
        all.put("metadata", new Labels());
        all.put("background", new Flag());
        all.put("store", new Flag());
        all.put("service_tier", new OneOf(Set.of("auto", "default", "flex", "priority", "fast", "ultrafast")));
        all.put("previous_response_id", new Text(1, 200));
        all.put("safety_identifier", new Text(0, 128));
        return all;
    }

    @PostMapping("/responses")
    ResponseEntity<byte[]> create(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            HttpServletRequest request) throws IOException {
        openAi.authenticate(authorization);
        var body = OpenAiBodies.json(request, mapper);
        var model = check(body);
        boolean background = body.path("background").asBoolean(false);
        var fate = faults.nextSubmission(OpenAi.NAME);
        OpenAi.refuse(fate.refusal());

        var now = Instant.now();
        var prompt = body.path("input").isString() ? body.path("input").stringValue() : body.path("input").toString();
        var task = new Task(OpenAi.NAME, OpenAi.newId("resp_"), model, prompt, records.echo(body).toString(),
                new Product.Words("This is what " + model + " has to say about it: it is a fine prompt of "
                        + prompt.codePointCount(0, prompt.length()) + " characters, and nobody here has read it."),
                BigDecimal.ZERO, now, background ? now.plus(Submissions.work(fate)) : now, fate.ending());
        submissions.accept(task, body.at("/metadata/job").asString(null), background ? callbacks.of(task) : null, fate);
        if (!background) {
            OpenAi.work(now, fate);
        }
        return Submissions.answer(records.response(task, Instant.now()).toString(), fate, request);
    }

    @GetMapping("/responses/{id}")
    JsonNode find(@RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @PathVariable String id) {
        openAi.authenticate(authorization);
        var fate = faults.nextPoll(OpenAi.NAME);
        var task = known(id);
        return switch (fate) {
            case SERVER_ERROR -> throw OpenAi.serverError();
            case ANSWERED -> records.response(task, Instant.now());
            case UNKNOWN_STATUS -> records.response(task, Instant.now()).put("status", "reticulating");
        };
    }

    @PostMapping("/responses/{id}/cancel")
    JsonNode cancel(@RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @PathVariable String id) {
        openAi.authenticate(authorization);
        var task = known(id);
        if (!records.isInBackground(task)) {
            throw OpenAiError.invalid("response_id", "invalid_value", "Cannot cancel a synchronous response.");
        }
        records.cancel(task, Instant.now());
        return records.response(task, Instant.now());
    }

    @GetMapping("/models")
    JsonNode models(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization) {
        openAi.authenticate(authorization);
        var answer = mapper.createObjectNode().put("object", "list");
        var data = answer.putArray("data");
        for (var names : List.of(REASONING, SAMPLING, ImageModel.names(), OpenAiSpeechController.models())) {
            names.stream()
                    .sorted()
                    .forEach(it -> data.addObject().put("id", it).put("object", "model").put("owned_by", "openai"));
        }
        return answer;
    }

    private static String check(ObjectNode body) {
        var model = OpenAiBodies.model(body);
        boolean reasons = REASONING.contains(model);
        if (!reasons && !SAMPLING.contains(model)) {
            throw OpenAiError.noSuchModel(model);
        }
        Parameter.require(body, "input");
        Parameter.check(body, PARAMETERS);
        for (var name : Set.of("temperature", "top_p")) {
            if (reasons && body.has(name)) {
                throw OpenAiError.invalid(name, "unsupported_parameter",
                        "Unsupported parameter: '" + name + "' is not supported with this model.");
            }
        }
        if (body.path("background").asBoolean(false) && !body.path("store").asBoolean(true)) {
            throw OpenAiError.invalid("background", "invalid_value", "Background mode requires 'store' to be true.");
        }
        return model;
    }

    private Task known(String id) {
        return tasks.find(OpenAi.NAME, id)
                .filter(it -> it.product() instanceof Product.Words)
                .orElseThrow(() -> new OpenAiError(404, "invalid_request_error", null, null,
                        "Response with id '" + id + "' not found."));
    }
}
