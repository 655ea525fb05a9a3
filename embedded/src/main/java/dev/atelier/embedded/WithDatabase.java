package dev.atelier.embedded;

import java.io.IOException;
import java.util.List;

/**
 * Runs a command that needs a database where there is none: with a new and empty one, which goes when the command ends. The command
 * finds it where a Spring Boot application looks, in {@code SPRING_DATASOURCE_URL}, {@code _USERNAME} and {@code _PASSWORD}. The images are
 * built with it: their services start once, so that later starts find their classes loaded and linked.
 */
public final class WithDatabase {
    private static final int WRONG_USAGE = 2;

    private WithDatabase() {}

    /** Ends as the command does. */
    public static void main(String[] command) throws IOException, InterruptedException {
        if (command.length == 0) {
            System.err.println("Which command is to be run with a database? Such as: java -jar app.jar");
            System.exit(WRONG_USAGE);
        }
        System.exit(run(List.of(command)));
    }

    /**
     * @return the command's exit status
     * @throws IOException when it cannot be run
     */
    static int run(List<String> command) throws IOException, InterruptedException {
        try (var database = EmbeddedDatabase.temporary()) {
            var process = new ProcessBuilder(command).inheritIO();
            process.environment().put("SPRING_DATASOURCE_URL", database.jdbcUrl());
            process.environment().put("SPRING_DATASOURCE_USERNAME", database.username());
            process.environment().put("SPRING_DATASOURCE_PASSWORD", database.password());
            return process.start().waitFor();
        }
    }
}
