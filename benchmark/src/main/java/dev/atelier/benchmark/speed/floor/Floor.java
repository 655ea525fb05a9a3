package dev.atelier.benchmark.speed.floor;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;

import dev.atelier.benchmark.processes.KillableDatabase;
import dev.atelier.testsupport.TestBroker;

/**
 * One job's whole life without a framework and without HTTP: INSERT, publish and confirm, consume, UPDATE, publish the event
 * and confirm, consume, UPDATE and INSERT of its output. Durable at each step, as the services are: commits are synchronous,
 * queues are quorum queues, deliveries are acknowledged after the commit.
 */
public final class Floor implements AutoCloseable {
    private final FloorTables tables;
    private final FloorQueues queues;

    public Floor(KillableDatabase database, TestBroker broker) throws SQLException, IOException, TimeoutException {
        tables = new FloorTables(database);
        queues = new FloorQueues(broker);
        tables.create();
    }

    /** One row and one confirm at a time, by a handful of threads. @return jobs a second */
    public double row(int jobs) throws Exception {
        return run(new RowPipeline(tables, queues), jobs);
    }

    /** By statements of many rows, with confirms and acknowledgements of many messages. @return jobs a second */
    public double batched(int jobs) throws Exception {
        return run(new BatchedPipeline(tables, queues), jobs);
    }

    private double run(Pipeline pipeline, int jobs) throws Exception {
        tables.empty();
        queues.empty();
        long start = System.nanoTime();
        pipeline.run(jobs);
        long took = System.nanoTime() - start;
        tables.requireCompleted(jobs);
        return jobs / (took / 1e9);
    }

    @Override
    public void close() throws IOException {
        queues.close();
    }
}
