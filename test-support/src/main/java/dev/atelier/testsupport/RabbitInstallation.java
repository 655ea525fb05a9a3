package dev.atelier.testsupport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where RabbitMQ's own scripts are. The {@code rabbitmq-server} that a distribution puts on the path is no use here: it
 * changes to a user of its own and works on the machine's node.
 */
record RabbitInstallation(Path scripts) {
    private static final List<Path> PARENTS = List.of(
            Path.of("/usr/lib/rabbitmq/lib"), Path.of("/usr/local/lib/rabbitmq/lib"), Path.of("/opt"));
    private static final List<Path> SCRIPTS = List.of(
            Path.of("/opt/homebrew/opt/rabbitmq/sbin"), Path.of("/usr/local/opt/rabbitmq/sbin"),
            Path.of("/home/linuxbrew/.linuxbrew/opt/rabbitmq/sbin"), Path.of("/opt/rabbitmq/sbin"));

    static Optional<RabbitInstallation> find() {
        if (onPath("erl").isEmpty() || onPath("epmd").isEmpty()) {
            return Optional.empty();
        }
        var candidates = new ArrayList<Path>();
        PARENTS.forEach(it -> candidates.addAll(versionsIn(it)));
        candidates.addAll(SCRIPTS);
        return candidates.stream()
                .filter(it -> Files.isExecutable(it.resolve("rabbitmq-server")))
                .findFirst()
                .map(RabbitInstallation::new);
    }

    String server() {
        return scripts.resolve("rabbitmq-server").toString();
    }

    String control() {
        return scripts.resolve("rabbitmqctl").toString();
    }

    private static List<Path> versionsIn(Path parent) {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (var children = Files.list(parent)) {
            return children.filter(it -> it.getFileName().toString().startsWith("rabbitmq_server-"))
                    .sorted(Comparator.reverseOrder())
                    .map(it -> it.resolve("sbin"))
                    .toList();
        } catch (IOException e) {
            return List.of(); // not readable for this user, so not usable either
        }
    }

    private static Optional<Path> onPath(String program) {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(":", -1))
                .filter(it -> !it.isEmpty())
                .map(it -> Path.of(it, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
