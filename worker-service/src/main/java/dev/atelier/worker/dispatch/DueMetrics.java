package dev.atelier.worker.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import dev.atelier.catalog.Catalog;
import dev.atelier.deadletter.DeadLetters;
import dev.atelier.messaging.Topology;
import dev.atelier.worker.Role;
import dev.atelier.worker.WorkerProperties;

/**
 * What waits, and how long: {@code atelier.queue.depth} by queue, {@code atelier.jobs.live} and
 * {@code atelier.jobs.oldest.due} (seconds since the oldest due job was due) by status and provider,
 * {@code atelier.dead.letters}. Every process with the
 * dispatch role reports the same values, since they are read from the broker and the database: take one, do not add them up.
 */
@Component
class DueMetrics {
    private static final Logger log = LoggerFactory.getLogger(DueMetrics.class);

    private final JdbcClient jdbc;
    private final QueueDepths depths;
    private final Topology topology;
    private final Catalog catalog;
    private final WorkerProperties properties;
    private final DeadLetters letters;
    private final AtomicLong dead = new AtomicLong();
    private final MultiGauge queueDepth;
    private final MultiGauge live;
    private final MultiGauge oldestDue;

    DueMetrics(JdbcClient jdbc, QueueDepths depths, Topology topology, Catalog catalog, DeadLetters letters,
            WorkerProperties properties, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.depths = depths;
        this.topology = topology;
        this.catalog = catalog;
        this.letters = letters;
        this.properties = properties;
        Gauge.builder("atelier.dead.letters", dead, AtomicLong::doubleValue)
                .description("messages that wait for a person")
                .register(meters);
        queueDepth = MultiGauge.builder("atelier.queue.depth").description("messages that wait").register(meters);
        live = MultiGauge.builder("atelier.jobs.live").description("jobs that have not ended").register(meters);
        oldestDue = MultiGauge.builder("atelier.jobs.oldest.due")
                .description("how long the oldest due job has been due")
                .baseUnit("seconds")
                .register(meters);
    }

    private record Waiting(Tags tags, long jobs, double oldestDueSeconds) {}

    @Scheduled(fixedDelayString = "${atelier.worker.metrics-interval:10s}")
    void measure() {
        if (!properties.has(Role.DISPATCH)) {
            return;
        }
        var rows = new ArrayList<MultiGauge.Row<?>>();
        for (var queue : queues()) {
            depths.depth(queue).ifPresent(it -> rows.add(MultiGauge.Row.of(Tags.of("queue", queue), it)));
        }
        queueDepth.register(rows, true);
        try {
            dead.set(letters.count());
            var waiting = waiting();
            live.register(waiting.stream().<MultiGauge.Row<?>>map(it -> MultiGauge.Row.of(it.tags, it.jobs)).toList(),
                    true);
            oldestDue.register(waiting
                    .stream().<MultiGauge
                            .Row<?>>map(it -> MultiGauge.Row.of(it.tags, it.oldestDueSeconds))
                    .toList(), true);
        } catch (DataAccessException e) {
            log.debug("live jobs could not be counted", e);
        }
    }

    private List<Waiting> waiting() {
        return jdbc.sql("""
                select status, provider, count(*) as jobs,
                       greatest(0, extract(epoch from now() - min(due_at))) as oldest_due
                  from generation_jobs where due_at is not null group by status, provider""")
                .query((row, n) -> new Waiting(
                        Tags.of("status", row.getString("status"), "provider", row.getString("provider")),
                        row.getLong("jobs"), row.getDouble("oldest_due")))
                .list();
    }

    private List<String> queues() {
        var queues = new ArrayList<String>();
        catalog.providers()
                .forEach(it -> queues.addAll(List.of(topology.jobs(it.id()), topology.checks(it.id()),
                        topology.outputs(it.id()))));
        queues.addAll(List.of(topology.webhooks(), topology.dead()));
        return queues;
    }
}
