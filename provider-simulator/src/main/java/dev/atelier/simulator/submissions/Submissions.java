package dev.atelier.simulator.submissions;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

import dev.atelier.simulator.callbacks.Callback;
import dev.atelier.simulator.callbacks.Callbacks;
import dev.atelier.simulator.charges.Charge;
import dev.atelier.simulator.charges.Charges;
import dev.atelier.simulator.faults.Fate;
import dev.atelier.simulator.tasks.Task;
import dev.atelier.simulator.tasks.Tasks;

/** What happens to a valid submission, whoever the provider is. */
@Component
public class Submissions {

    private static final Logger log = LoggerFactory.getLogger(Submissions.class);

    private final Tasks tasks;
    private final Charges charges;
    private final Callbacks callbacks;

    Submissions(Tasks tasks, Charges charges, Callbacks callbacks) {
        this.tasks = tasks;
        this.charges = charges;
        this.callbacks = callbacks;
    }

    /**
     * Keeps the task, charges for it and sees to its callback. From here on it is paid for, whatever becomes of the
     * answer.
     *
     * @param reference
     *            the caller's own id, as far as the provider was told it
     */
    public void accept(Task task, @Nullable String reference, @Nullable Callback callback, Fate fate) {
        tasks.add(task);
        charges.add(new Charge(task.provider(), task.id(), reference, task.model(), task.prompt(), task.createdAt()));
        log.info("{} task {}: accepted, {}", task.provider(), task.id(), task.model());
        if (callback == null) {
            return;
        }
        if (fate.callbackBeforeAnswer()) {
            callbacks.sendNow(callback, fate);
        } else {
            callbacks.plan(callback, Duration.between(task.createdAt(), task.doneAt()), fate);
        }
    }

    /** How long the provider works on it. A task whose callback comes before the answer is done at once. */
    public static Duration work(Fate fate) {
        return fate.callbackBeforeAnswer() ? Duration.ZERO : fate.faults().delay();
    }

    /** The answer to a submission that was accepted: on time and whole, unless its fate is another one. */
    public static ResponseEntity<byte[]> answer(String json, Fate fate, HttpServletRequest request) {
        return answer(json.getBytes(StandardCharsets.UTF_8), MediaType.APPLICATION_JSON, fate, request);
    }

    /** The same for an answer that is a file. */
    public static ResponseEntity<byte[]> answer(byte[] bytes, MediaType type, Fate fate, HttpServletRequest request) {
        if (fate.answerSlow()) {
            pause(fate.faults().slowAnswerBy());
        }
        if (fate.answerDropped()) {
            DroppedConnections.drop(request);
            return ResponseEntity.ok().build();
        }
        return ResponseEntity.ok()
                .contentType(type)
                .body(fate.answerBroken() ? Arrays.copyOf(bytes, bytes.length * 2 / 3) : bytes);
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            // The server stops; the answer goes out early.
            Thread.currentThread().interrupt();
        }
    }
}
