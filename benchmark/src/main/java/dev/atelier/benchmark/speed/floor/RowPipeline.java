package dev.atelier.benchmark.speed.floor;

import java.util.UUID;
import java.util.concurrent.TimeUnit;

import com.fasterxml.uuid.Generators;

import static dev.atelier.benchmark.speed.floor.FloorQueues.CONFIRMED_WITHIN_MILLIS;

/** What one writes first: each job by itself, and each step waits for its commit or its confirm. */
final class RowPipeline extends Pipeline {
    private static final int THREADS = 4;
    private static final int PREFETCH = 50;

    private final FloorTables tables;
    private final FloorQueues queues;

    RowPipeline(FloorTables tables, FloorQueues queues) {
        super(THREADS);
        this.tables = tables;
        this.queues = queues;
    }

    @Override
    void insert(Share share) throws Exception {
        try (var connection = tables.connect();
                var channel = queues.publisher();
                var insert = connection
                        .prepareStatement(
                                "insert into floor.jobs (id, status, params) values (?, 'PENDING', ?::jsonb)")) {
            while (share.take(1) == 1) {
                UUID job = Generators.timeBasedEpochGenerator().generate();
                insert.setObject(1, job);
                insert.setString(2, PARAMS);
                insert.executeUpdate();
                FloorQueues.publish(channel, FloorQueues.JOBS, job);
                channel.waitForConfirmsOrDie(CONFIRMED_WITHIN_MILLIS);
            }
        }
    }

    @Override
    void submit(Share share) throws Exception {
        try (var connection = tables.connect();
                var consumer = queues.consumer(FloorQueues.JOBS, PREFETCH);
                var channel = queues.publisher();
                var update = connection.prepareStatement("""
                        update floor.jobs set status = 'PROCESSING', provider_job_id = ?
                         where id = ? and status = 'PENDING'""")) {
            while (!share.isOver()) {
                var next = consumer.deliveries().poll(50, TimeUnit.MILLISECONDS);
                if (next == null) {
                    continue;
                }
                update.setString(1, "provider-" + next.job());
                update.setObject(2, next.job());
                update.executeUpdate();
                FloorQueues.publish(channel, FloorQueues.EVENTS, next.job());
                channel.waitForConfirmsOrDie(CONFIRMED_WITHIN_MILLIS);
                consumer.channel().basicAck(next.tag(), false);
                share.done(1);
            }
        }
    }

    @Override
    void complete(Share share) throws Exception {
        try (var connection = tables.connect();
                var consumer = queues.consumer(FloorQueues.EVENTS, PREFETCH);
                var update = connection.prepareStatement("""
                        with done as (
                            update floor.jobs set status = 'COMPLETED', finished_at = now()
                             where id = ? and status = 'PROCESSING' returning id)
                        insert into floor.outputs (id, job_id, url) select ?, id, ? from done""")) {
            while (!share.isOver()) {
                var next = consumer.deliveries().poll(50, TimeUnit.MILLISECONDS);
                if (next == null) {
                    continue;
                }
                update.setObject(1, next.job());
                update.setObject(2, Generators.timeBasedEpochGenerator().generate());
                update.setString(3, OUTPUT);
                update.executeUpdate();
                consumer.channel().basicAck(next.tag(), false);
                share.done(1);
            }
        }
    }
}
