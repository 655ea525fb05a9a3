package dev.atelier.embedded;

import java.nio.file.Path;
import java.sql.DriverManager;

/** Uses a folder until it is killed. */
final class OtherProgram {
    static final String READY = "ready";

    private OtherProgram() {}

    public static void main(String[] args) throws Exception {
        var database = EmbeddedDatabase.persistent(Path.of(args[0]), 0);
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                var statement = connection.createStatement()) {
            statement.execute("create table kept (id int)");
            statement.execute("insert into kept values (7)");
        }
        System.out.println(READY);
        Thread.currentThread().join();
    }
}
