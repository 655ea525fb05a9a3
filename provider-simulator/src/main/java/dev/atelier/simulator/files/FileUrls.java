package dev.atelier.simulator.files;

import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

import dev.atelier.simulator.tasks.Task;

/** Where a client finds the files of a task. */
@Component
public class FileUrls {

    private final @Nullable String configured;
    private final Environment environment;

    FileUrls(FileProperties properties, Environment environment) {
        this.configured = properties.publicBaseUrl() == null
                ? null
                : properties.publicBaseUrl().toString().replaceAll("/+$", "");
        this.environment = environment;
    }

    public List<String> of(Task task) {
        var start = baseUrl() + "/files/" + task.provider() + "/" + task.id() + "/";
        return IntStream.rangeClosed(1, task.product().count())
                .mapToObj(number -> start + number + "." + task.product().extension())
                .toList();
    }

    /** The port is known only when the server listens, which is after this was made. */
    private String baseUrl() {
        return configured == null
                ? "http://localhost:" + environment.getRequiredProperty("local.server.port")
                : configured;
    }
}
