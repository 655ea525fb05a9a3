package dev.atelier.worker.retention;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntSupplier;

import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import dev.atelier.job.JobChanges;
import dev.atelier.job.JobId;
import dev.atelier.output.OutputRows;
import dev.atelier.output.store.OutputStore;
import dev.atelier.output.store.OutputStoreException;
import dev.atelier.webhook.WebhookEvents;
import dev.atelier.worker.Role;
import dev.atelier.worker.WorkerProperties;

/**
 * Deletes what is kept no longer, batch by batch: files first, records later. Any number of sweeps may run; what one of them
 * leaves half done, the next one finishes.
 */
@Component
class RetentionSweep {
    private static final Logger log = LoggerFactory.getLogger(RetentionSweep.class);
    /** The rest is for the next round: a first sweep over years of jobs must not keep a database busy for an hour. */
    private static final int BATCHES_PER_ROUND = 20;

    private final OutputRows outputs;
    private final OutputStore store;
    private final JobChanges jobs;
    private final WebhookEvents events;
    private final RetentionProperties retention;
    private final WorkerProperties properties;
    private final MeterRegistry meters;

    RetentionSweep(OutputRows outputs, OutputStore store, JobChanges jobs, WebhookEvents events,
            RetentionProperties retention, WorkerProperties properties, MeterRegistry meters) {
        this.outputs = outputs;
        this.store = store;
        this.jobs = jobs;
        this.events = events;
        this.retention = retention;
        this.properties = properties;
        this.meters = meters;
    }

    @Scheduled(fixedDelayString = "${atelier.retention.interval:1m}")
    void round() {
        if (!properties.has(Role.DISPATCH)) {
            return;
        }
        try {
            if (retention.files().isPositive()) {
                all("files", () -> outputs.expire(retention.files(), retention.batch()));
            }
            all("removed", this::remove);
            if (retention.files().isPositive()) {
                all("left behind", this::removeLeftBehind);
            }
            if (retention.record().isPositive()) {
                all("jobs", () -> jobs.forget(retention.record(), retention.batch()));
                all("callbacks", () -> events.forget(retention.record(), retention.batch()));
            }
        } catch (OutputStoreException e) {
            log.warn("files that are kept no longer cannot be removed just now: {}", e.getMessage());
        } catch (DataAccessException e) {
            log.warn("what is kept no longer cannot be deleted just now: {}",
                    NestedExceptionUtils.getMostSpecificCause(e).getMessage());
        }
    }

    private void all(String what, IntSupplier batch) {
        int sum = 0;
        int last = retention.batch();
        for (int i = 0; i < BATCHES_PER_ROUND && last == retention.batch(); i++) {
            last = batch.getAsInt();
            sum += last;
        }
        if (sum > 0) {
            meters.counter("atelier.retention.deleted", "what", what).increment(sum);
            log.info("kept no longer, {}: {}", what, sum);
        }
    }

    /** Also those that their owners have deleted. */
    private int remove() {
        var leaving = outputs.leaving(retention.batch());
        var left = new ArrayList<UUID>();
        try {
            for (var one : leaving) {
                store.delete(one.key());
                left.add(one.output());
            }
        } finally {
            outputs.left(left);
        }
        return leaving.size();
    }

    private int removeLeftBehind() {
        var found = jobs.leftBehind(retention.files(), retention.batch());
        found.values().stream().flatMap(List::stream).forEach(store::delete);
        jobs.forgetLeftBehind(List.<JobId>copyOf(found.keySet()));
        return found.size();
    }
}
