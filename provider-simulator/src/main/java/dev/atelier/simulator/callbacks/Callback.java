package dev.atelier.simulator.callbacks;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * @param attempts
 *            how often it is sent until it is answered 2xx
 * @param pause
 *            between two attempts
 * @param rendering
 *            asked at each attempt, so that nothing but the task is kept until then
 */
public record Callback(String provider, String taskId, URI target, int attempts, Duration pause, Rendering rendering) {

    /** Writes the callback down, signature and all. */
    @FunctionalInterface
    public interface Rendering {
        Letter render();
    }

    /** What is posted. */
    public record Letter(String json, Map<String, String> headers) {}
}
