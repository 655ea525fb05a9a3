package dev.atelier.benchmark.speed.floor;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

import com.fasterxml.uuid.Generators;

import static dev.atelier.benchmark.speed.floor.FloorQueues.CONFIRMED_WITHIN_MILLIS;

/** The same work, many jobs at a time: what the machine gives when each commit and each confirm is shared. */
final class BatchedPipeline extends Pipeline {
    private static final int THREADS = 2;
    private static final int BATCH = 500;
    private static final int PREFETCH = 4 * BATCH;

    private final FloorTables tables;
    private final FloorQueues queues;

    BatchedPipeline(FloorTables tables, FloorQueues queues) {
        super(THREADS);
        this.tables = tables;
        this.queues = queues;
    }

    @Override
    void insert(Share share) throws Exception {
        try (var connection = tables.connect();
                var channel = queues.publisher();
                var insert = connection.prepareStatement("""
                        insert into floor.jobs (id, status, params)
                        select id, 'PENDING', params::jsonb from unnest(?, ?) as new (id, params)""")) {
            for (int count = share.take(BATCH); count > 0; count = share.take(BATCH)) {
                var jobs = IntStream.range(0, count)
                        .mapToObj(it -> Generators.timeBasedEpochGenerator().generate())
                        .toList();
                insert.setArray(1, connection.createArrayOf("uuid", jobs.toArray()));
                insert.setArray(2, connection.createArrayOf("text", jobs.stream().map(it -> PARAMS).toArray()));
                insert.executeUpdate();
                for (var it : jobs) {
                    FloorQueues.publish(channel, FloorQueues.JOBS, it);
                }
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
                        update floor.jobs j set status = 'PROCESSING', provider_job_id = told.provider_job_id
                          from unnest(?, ?) as told (id, provider_job_id)
                         where j.id = told.id and j.status = 'PENDING'""")) {
            while (!share.isOver()) {
                var batch = batch(consumer);
                if (batch.isEmpty()) {
                    continue;
                }
                update.setArray(1, connection.createArrayOf("uuid", jobs(batch, it -> it)));
                update.setArray(2, connection.createArrayOf("text", jobs(batch, it -> "provider-" + it)));
                update.executeUpdate();
                for (var it : batch) {
                    FloorQueues.publish(channel, FloorQueues.EVENTS, it.job());
                }
                channel.waitForConfirmsOrDie(CONFIRMED_WITHIN_MILLIS);
                consumer.channel().basicAck(batch.getLast().tag(), true);
                share.done(batch.size());
            }
        }
    }

    @Override
    void complete(Share share) throws Exception {
        try (var connection = tables.connect();
                var consumer = queues.consumer(FloorQueues.EVENTS, PREFETCH);
                var update = connection.prepareStatement("""
                        with done as (
                            update floor.jobs j set status = 'COMPLETED', finished_at = now()
                              from unnest(?, ?, ?) as told (id, output, url)
                             where j.id = told.id and j.status = 'PROCESSING'
                            returning j.id, told.output, told.url)
                        insert into floor.outputs (id, job_id, url) select output, id, url from done""")) {
            while (!share.isOver()) {
                var batch = batch(consumer);
                if (batch.isEmpty()) {
                    continue;
                }
                update.setArray(1, connection.createArrayOf("uuid", jobs(batch, it -> it)));
                update.setArray(2, connection.createArrayOf("uuid",
                        jobs(batch, it -> Generators.timeBasedEpochGenerator().generate())));
                update.setArray(3, connection.createArrayOf("text", jobs(batch, it -> OUTPUT)));
                update.executeUpdate();
                consumer.channel().basicAck(batch.getLast().tag(), true);
                share.done(batch.size());
            }
        }
    }

    private static Object[] jobs(List<FloorQueues.Delivery> batch, Function<UUID, Object> value) {
        return batch.stream().map(FloorQueues.Delivery::job).map(value).toArray();
    }

    /** What is there; waits for the first one only. */
    private static List<FloorQueues.Delivery> batch(FloorQueues.Consumer consumer) throws InterruptedException {
        var batch = new ArrayList<FloorQueues.Delivery>();
        var first = consumer.deliveries().poll(50, TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            consumer.deliveries().drainTo(batch, BATCH - 1);
        }
        return batch;
    }
}
