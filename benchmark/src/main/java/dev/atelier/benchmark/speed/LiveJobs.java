package dev.atelier.benchmark.speed;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import dev.atelier.benchmark.processes.KillableDatabase;

/** How many jobs have not ended, asked over and over on one connection. */
final class LiveJobs implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement count;

    LiveJobs(KillableDatabase database) throws SQLException {
        connection = database.connect();
        count = connection.prepareStatement("select count(*) from generation_jobs where due_at is not null");
    }

    int count() throws SQLException {
        try (var rows = count.executeQuery()) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
