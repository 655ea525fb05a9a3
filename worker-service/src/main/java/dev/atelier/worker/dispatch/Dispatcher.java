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
import org.springframework.stereotype.Component;

import dev.atelier.catalog.AiProvider;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.ProviderId;
import dev.atelier.job.JobChanges;
import dev.atelier.job.JobId;
import dev.atelier.job.JobStatus;
import dev.atelier.messaging.Nudges;
import dev.atelier.messaging.Topology;
import dev.atelier.worker.WorkerProperties;

/**
 * Whatever is due goes out: jobs whose nudge was lost or whose retry has come, jobs to be checked, outputs to be copied, submissions
 * whose worker is gone. Any number of dispatchers may run; each due row goes to one.
 *
 * <p>While more of a provider's jobs wait than may be on their way, there are several looks for them in the time of one round, and
 * many while they are taken up quickly, or the window and the pause would be the limit of their rate. One thread at a time.
 */
@Component
public class Dispatcher {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    private static final int MOST_PER_ROUND = 1000;
    /** A queue of so many messages has enough to do; each may carry many jobs. */
    private static final int MOST_MESSAGES = 1000;
    /** What has waited for hours to be sent may wait for some seconds to be given up. */
    private static final int ROUNDS_BETWEEN_EXPIRIES = 10;
    private static final int LOOKS_PER_ROUND = 5;
    private static final int QUICK_LOOKS_PER_ROUND = 20;
    /** Of a window that is taken up between two looks, so that the next ones come quickly, for the time of one round. */
    private static final double QUICK_PART = 0.05;

    private final JobChanges changes;
    private final Catalog catalog;
    private final Nudges nudges;
    private final Topology topology;
    private final QueueDepths depths;
    private final WorkerProperties properties;
    /** Whose window is full. */
    private final Set<AiProvider> backlogged = new LinkedHashSet<>();
    /** Since one that found a good part of a full window taken up. */
    private int looksSinceQuick = QUICK_LOOKS_PER_ROUND;
    /** In the time of quick looks. */
    private int sinceRound;
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

    /** One look. @return when the next one is due */
    public Duration look() {
        looksSinceQuick = Math.min(looksSinceQuick + 1, QUICK_LOOKS_PER_ROUND);
        try {
            if (backlogged.isEmpty() || sinceRound >= QUICK_LOOKS_PER_ROUND) {
                sinceRound = 0;
                round();
            } else {
                List.copyOf(backlogged).forEach(this::submit);
            }
            sinceRound += isQuick() ? 1 : QUICK_LOOKS_PER_ROUND / LOOKS_PER_ROUND;
        } catch (DataAccessException e) {
            log.warn("what is due cannot be found, trying again in {}: {}", pause(),
                    NestedExceptionUtils.getMostSpecificCause(e).getMessage());
        }
        return pause();
    }

    private Duration pause() {
        if (backlogged.isEmpty()) {
            return properties.dispatchInterval();
        }
        return properties.dispatchInterval()
                .dividedBy(isQuick() ? QUICK_LOOKS_PER_ROUND : LOOKS_PER_ROUND);
    }

    private boolean isQuick() {
        return looksSinceQuick < QUICK_LOOKS_PER_ROUND;
    }

    private void round() {
        if (rounds++ % ROUNDS_BETWEEN_EXPIRIES == 0) {
            changes.expire(MOST_PER_ROUND);
        }
        changes.abandonedByLease(MOST_PER_ROUND);
        backlogged.clear();
        var providers = catalog.providers();
        var due = changes.statesDue(providers.stream().map(AiProvider::id).toList());
        for (var provider : providers) {
            var states = due.getOrDefault(provider.id(), Set.of());
            if (states.contains(JobStatus.PENDING)) {
                submit(provider);
            }
            if (states.contains(JobStatus.PROCESSING) || states.contains(JobStatus.UNCERTAIN)) {
                check(provider.id());
            }
            if (states.contains(JobStatus.STORING)) {
                store(provider.id());
            }
        }
    }

    /** Only as many as may be on their way at once: the rest waits as rows, where it can be counted and cancelled. */
    private void submit(AiProvider provider) {
        backlogged.remove(provider);
        if (hasRoom(topology.jobs(provider.id()))) {
            var due = changes.dueToSubmit(provider.id(), properties.window(), properties.republishAfter());
            if (due.full()) {
                backlogged.add(provider);
                if (due.jobs().size() >= QUICK_PART * properties.window()) {
                    looksSinceQuick = 0;
                }
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
