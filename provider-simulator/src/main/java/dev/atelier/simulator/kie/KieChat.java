package dev.atelier.simulator.kie;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.faults.FaultBoard;
import dev.atelier.simulator.kie.ChatRules.Messages;
import dev.atelier.simulator.kie.InputRule.Flag;
import dev.atelier.simulator.kie.InputRule.OneOf;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.submissions.Submissions;
import dev.atelier.simulator.tasks.Task;

/** Kie's chat: the model stands in the path, and the text comes with the answer. */
@RestController
class KieChat {

    private static final Duration LONGEST_THOUGHT = Duration.ofMillis(300);
    private static final Map<String, ChatRules> MODELS = Map.of(
            "gemini-2.5-flash",
            new ChatRules(FieldRules.of(Map.of("messages", new Messages(), "stream", new Flag(), "include_thoughts",
                    new Flag()), "messages"), true),
            "gpt-5-2",
            new ChatRules(FieldRules.of(Map.of("messages", new Messages(), "stream", new Flag(), "reasoning_effort",
                    new OneOf(Set.of("low", "high"))), "messages"), false));

    private final KieDoor door;
    private final FaultBoard faults;
    private final Submissions submissions;

    KieChat(KieDoor door, FaultBoard faults, Submissions submissions) {
        this.door = door;
        this.faults = faults;
        this.submissions = submissions;
    }

    @PostMapping("/kie/{model}/v1/chat/completions")
    ResponseEntity<byte[]> complete(@PathVariable String model,
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            HttpServletRequest request) throws IOException {
        door.authenticate(authorization);
        var rules = Optional.ofNullable(MODELS.get(model))
                .orElseThrow(() -> new KieError(404, "The model " + model + " is not supported."));
        var body = door.body(request);
        rules.fields().problemWith(body, "").ifPresent(problem -> {
            throw new KieError(422, problem);
        });
        var fate = faults.nextSubmission(Kie.NAME);
        KieDoor.refuse(fate.refusal());
        switch (fate.ending()) {
            case CONTENT_REJECTED -> throw new KieError(400, TaskFailure.of(fate.ending()).words());
            case FAILED -> throw new KieError(501, "Generation failed");
            case DELIVERED -> {
            }
        }
        var now = Instant.now();
        var prompt = ChatRules.lastWords(body);
        var task = new Task(Kie.NAME, "chatcmpl-" + UUID.randomUUID(), model, prompt, "",
                new Product.Words("A simulated answer of " + model + " to " + prompt.length() + " characters."),
                BigDecimal.ONE, now, now.plus(Submissions.work(fate)), fate.ending());
        submissions.accept(task, null, null, fate);
        think(Submissions.work(fate));
        var answer = completion(task).toString();
        return body.path("stream").asBoolean(rules.streams())
                ? Submissions.answer(streamed(answer), MediaType.TEXT_EVENT_STREAM, fate, request)
                : Submissions.answer(answer, fate, request);
    }

    private static ObjectNode completion(Task task) {
        var answer = Envelope.object()
                .put("id", task.id())
                .put("object", "chat.completion")
                .put("created", task.createdAt().getEpochSecond())
                .put("model", task.model());
        var choice = answer.putArray("choices").addObject().put("index", 0).put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", text(task.product()));
        answer.putObject("usage").put("prompt_tokens", 10).put("completion_tokens", 10).put("total_tokens", 20);
        return answer;
    }

    private static String text(Product product) {
        return product instanceof Product.Words words ? words.text() : "";
    }

    private static byte[] streamed(String answer) {
        return ("data: " + answer + "\n\ndata: [DONE]\n\n").getBytes(StandardCharsets.UTF_8);
    }

    /** As long as the work takes, up to a bound: the call holds a connection meanwhile. */
    private static void think(Duration work) {
        try {
            Thread.sleep(work.compareTo(LONGEST_THOUGHT) < 0 ? work : LONGEST_THOUGHT);
        } catch (InterruptedException e) {
            // The server stops; the answer goes out early.
            Thread.currentThread().interrupt();
        }
    }
}
