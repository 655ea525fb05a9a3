package dev.atelier.api.logging;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Warns of the first of many like things at once, and then at most every ten seconds with their number: an outage is one matter,
 * however many requests meet it. Safe for use by many threads.
 */
public final class SparingLog {
    private static final long PAUSE = Duration.ofSeconds(10).toNanos();

    private final Logger log;
    private final AtomicLong unsaid = new AtomicLong();
    private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

    public SparingLog(Logger log) {
        this.log = log;
    }

    /** @param message with one {@code {}} for the reason */
    public void warn(String message, @Nullable Object reason) {
        long count = unsaid.incrementAndGet();
        long now = System.nanoTime();
        long until = quietUntil.get();
        if (now - until >= 0 && quietUntil.compareAndSet(until, now + PAUSE)) {
            unsaid.addAndGet(-count);
            log.warn(message + (count == 1 ? "" : " (" + count + " times since the last such line)"), reason);
        }
    }
}
