package dev.atelier.worker.output;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

import dev.atelier.output.store.OutputStore;
import dev.atelier.output.store.OutputStoreException;

/** Whether the store can be written to. While it cannot, jobs wait with what their providers made; none is lost. */
@Component
class OutputStoreHealth implements HealthIndicator {
    private final OutputStore store;

    OutputStoreHealth(OutputStore store) {
        this.store = store;
    }

    @Override
    public Health health() {
        try {
            store.requireWritable();
            return Health.up().build();
        } catch (OutputStoreException e) {
            return Health.down(e).build();
        }
    }
}
