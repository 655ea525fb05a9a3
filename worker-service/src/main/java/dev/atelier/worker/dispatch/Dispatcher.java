package dev.atelier.worker.dispatch;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import dev.atelier.catalog.AiProvider;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.ProviderId;
import dev.atelier.job.JobChanges;
import dev.atelier.job.JobId;
import dev.atelier.messaging.Nudges;
import dev.atelier.messaging.Topology;
import dev.atelier.worker.Role;
import dev.atelier.worker.WorkerProperties;

/**
 * Whatever is due goes out: jobs whose nudge was lost or whose retry has come, jobs to be checked, outputs to be copied, submissions
 * whose worker is gone. Any number of dispatchers may run; each due row goes to one.
 */
@Component
class Dispatcher {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    private static final int MOST_PER_ROUND = 1000;
    /** A queue of so many messages has enough to do; each may carry many jobs. */
    private static final int MOST_MESSAGES = 1000;
    /** What has waited for hours to be sent may wait for some seconds to be given up. */
    private static final int ROUNDS_BETWEEN_EXPIRIES = 10;

    private final JobChanges changes;
    private final Catalog catalog;
    private final Nudges nudges;
    private final Topology topology;
    private final QueueDepths depths;
    private final WorkerProperties properties;
    private int rounds;

    Dispatcher(JobChanges changes, Catalog catalog, Nudges nudges, Topology topology, QueueDepths depths,
            WorkerProperties properties) {
        this.changes = changes;
        this.catalog = catalog;
        this.nudges = nudges;
        this.topology = topology;
        this.depths = depths;
        this.properties = properties;
    }

    @Scheduled(fixedDelayString = "${atelier.worker.dispatch-interval:500ms}")
    void round() {
        if (!properties.has(Role.DISPATCH)) {
            return;
        }
        try {
            if (rounds++ % ROUNDS_BETWEEN_EXPIRIES == 0) {
                changes.expire(MOST_PER_ROUND);
            }
            changes.abandonedByLease(MOST_PER_ROUND);
            for (var provider : catalog.providers()) {
                submit(provider);
                check(provider.id());
                store(provider.id());
            }
        } catch (DataAccessException e) {
            log.warn("what is due cannot be found, trying again in {}: {}", properties.dispatchInterval(),
                    NestedExceptionUtils.getMostSpecificCause(e).getMessage());
        }
    }

    /** Only as many as may be on their way at once: the rest waits as rows, where it can be counted and cancelled. */
    private void submit(AiProvider provider) {
        if (hasRoom(topology.jobs(provider.id()))) {
            var due = changes.dueToSubmit(provider.id(), properties.window(), properties.republishAfter());
            confirmed(due, nudges.submit(provider.id(), due, provider.spec().slots()));
        }
    }

    private void check(ProviderId provider) {
        if (hasRoom(topology.checks(provider))) {
            var due = changes.dueToCheck(provider, MOST_PER_ROUND, properties.republishAfter());
            confirmed(due, nudges.check(provider, due));
        }
    }

    private void store(ProviderId provider) {
        if (hasRoom(topology.outputs(provider))) {
            var due = changes.dueToStore(provider, MOST_PER_ROUND, properties.republishAfter());
            confirmed(due, nudges.store(provider, due));
        }
    }

    /** Not when the broker is away: then nothing is taken from the table, and nothing is delayed by having been taken. */
    private boolean hasRoom(String queue) {
        OptionalLong waiting = depths.depth(queue);
        return waiting.isPresent() && waiting.getAsLong() < MOST_MESSAGES;
    }

    private static void confirmed(List<JobId> due, List<CompletableFuture<Void>> sent) {
        try {
            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            log.warn("some of {} due jobs were not published and are due again later: {}", due.size(),
                    NestedExceptionUtils.getMostSpecificCause(e).getMessage());
        }
    }
}
