package dev.atelier.worker.dispatch;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.scheduling.support.PeriodicTrigger;
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
 *
 * <p>While more of a provider's jobs wait than may be on their way, there are several looks for them in the time of one round, or the
 * window and the pause would be the limit of their rate. One thread at a time.
 */
@Component
class Dispatcher implements SchedulingConfigurer {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    private static final int MOST_PER_ROUND = 1000;
    /** A queue of so many messages has enough to do; each may carry many jobs. */
    private static final int MOST_MESSAGES = 1000;
    /** What has waited for hours to be sent may wait for some seconds to be given up. */
    private static final int ROUNDS_BETWEEN_EXPIRIES = 10;
    private static final int LOOKS_PER_ROUND = 5;

    private final JobChanges changes;
    private final Catalog catalog;
    private final Nudges nudges;
    private final Topology topology;
    private final QueueDepths depths;
    private final WorkerProperties properties;
    /** Whose window is full. */
    private final Set<AiProvider> backlogged = new LinkedHashSet<>();
    private int looks;
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

    @Override
    public void configureTasks(ScheduledTaskRegistrar tasks) {
        if (properties.has(Role.DISPATCH)) {
            tasks.addTriggerTask(this::look, last -> new PeriodicTrigger(pause()).nextExecution(last));
        }
    }

    private Duration pause() {
        return backlogged.isEmpty() ? properties.dispatchInterval() : properties.dispatchInterval()
                .dividedBy(
                        LOOKS_PER_ROUND);
    }

    private void look() {
        try {
            if (backlogged.isEmpty() || looks++ % LOOKS_PER_ROUND == 0) {
                round();
            } else {
                List.copyOf(backlogged).forEach(this::submit);
            }
        } catch (DataAccessException e) {
            log.warn("what is due cannot be found, trying again in {}: {}", pause(),
                    NestedExceptionUtils.getMostSpecificCause(e).getMessage());
        }
    }

    private void round() {
        if (rounds++ % ROUNDS_BETWEEN_EXPIRIES == 0) {
            changes.expire(MOST_PER_ROUND);
        }
        changes.abandonedByLease(MOST_PER_ROUND);
        for (var provider : catalog.providers()) {
            submit(provider);
            check(provider.id());
            store(provider.id());
        }
    }

    /** Only as many as may be on their way at once: the rest waits as rows, where it can be counted and cancelled. */
    private void submit(AiProvider provider) {
        backlogged.remove(provider);
        if (hasRoom(topology.jobs(provider.id()))) {
            var due = changes.dueToSubmit(provider.id(), properties.window(), properties.republishAfter());
            if (due.full()) {
                backlogged.add(provider);
            }
            confirmed(due.jobs(), nudges.submit(provider.id(), due.jobs(), provider.spec().slots()));
        }
    }

    private void check(ProviderId provider) {
        if (hasRoom(topology.checks(provider))) {
            var due = changes.dueToCheck(provider, MOST_PER_ROUND, properties.republishAfter()).jobs();
            confirmed(due, nudges.check(provider, due));
        }
    }

    private void store(ProviderId provider) {
        if (hasRoom(topology.outputs(provider))) {
            var due = changes.dueToStore(provider, MOST_PER_ROUND, properties.republishAfter()).jobs();
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
