package dev.atelier.api.input;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

import dev.atelier.api.problems.ProblemCode;
import dev.atelier.api.problems.Refusal;

/**
 * Bounds the memory of large bodies. A body with files in it is held several times over while it is read and checked, and there
 * are as many threads as requests. Small bodies pass freely; large ones wait for each other a while, and are turned away then.
 */
@Component
public class BodyRoom {
    private static final int SMALL = 64 * 1024;
    private static final int UNSAID = 1024 * 1024;
    private static final int UNIT = 1024;
    /** Of the heap that bodies may take as they come; decoded they take about five times as much. */
    private static final int SHARE = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final int units;
    private final Semaphore room;

    private final Duration patience;

    @Autowired
    BodyRoom() {
        this(Runtime.getRuntime().maxMemory() / SHARE, PATIENCE);
    }

    BodyRoom(long bytes, Duration patience) {
        this.patience = patience;
        units = Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
        room = new Semaphore(units, true);
    }

    /**
     * Until the place is left, the body may be held.
     *
     * @param longest body that is taken; one that does not say how long it is, is taken up to {@link #UNSAID}
     * @throws Refusal when there is no room in time
     */
    public Place enter(HttpServletRequest request, int longest) {
        long said = request.getContentLengthLong();
        int most = said < 0 ? Math.min(UNSAID, longest) : longest;
        long bytes = said < 0 ? most : Math.min(said, longest);
        if (bytes <= SMALL) {
            return new Place(most, () -> {});
        }
        int needed = (int) Math.min(units, (bytes + UNIT - 1) / UNIT);
        try {
            if (!room.tryAcquire(needed, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw Refusal.notNow(ProblemCode.TEMPORARILY_UNAVAILABLE,
                        "Too many large requests at a time; nothing was stored. Upload files first: POST /api/v1/inputs.",
                        PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.notNow(ProblemCode.TEMPORARILY_UNAVAILABLE, "This instance is stopping.", PATIENCE);
        }
        return new Place(most, () -> room.release(needed));
    }

    /**
     * To be left when nothing of the body is needed any more.
     *
     * @param longest body that may be read
     */
    public record Place(int longest, Runnable leaving) implements AutoCloseable {
        @Override
        public void close() {
            leaving.run();
        }
    }
}
