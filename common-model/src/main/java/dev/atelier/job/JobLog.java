package dev.atelier.job;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import dev.atelier.catalog.ProviderId;

/** While it is open, what this thread logs names this job, provider and attempt; then what it named before. */
public final class JobLog implements AutoCloseable {
    private final @Nullable Map<String, String> outer = MDC.getCopyOfContextMap();

    private JobLog(Fence fence, ProviderId provider) {
        MDC.put("job", fence.job().toString());
        MDC.put("provider", provider.value());
        MDC.put("attempt", Integer.toString(fence.attempt()));
    }

    public static JobLog of(Fence fence, ProviderId provider) {
        return new JobLog(fence, provider);
    }

    @Override
    public void close() {
        MDC.setContextMap(outer == null ? Map.of() : outer);
    }
}
