package dev.atelier.standalone;

import java.util.List;

import dev.atelier.catalog.AiModel;
import dev.atelier.embedded.EmbeddedBroker;
import dev.atelier.embedded.EmbeddedDatabase;

/** The last lines of a start: where everything is, and one command that works. */
record Welcome(StandaloneProperties properties, EmbeddedDatabase database, EmbeddedBroker broker,
        List<AiModel> models) {
    String text() {
        var api = Standalone.local(properties.apiPort());
        return """

                Atelier is ready.

                  API          %1$s/api/v1          docs: %1$s/swagger-ui.html
                  Health       %2$s/actuator/health    metrics: %2$s/actuator/prometheus (worker: %3$s)
                  Simulator    %4$s   stands in for the providers; its charges: %4$s/__simulator/charges
                  PostgreSQL   %5$s  user %6$s
                  Broker       amqp://%7$s:%8$d
                  Data         %9$s
                  Demo user    %10$s   API key: %11$s   operator's key: %13$s

                Try it:
                %12$s
                Then look at the job until it is COMPLETED, with its jobId:
                  curl -s %1$s/api/v1/generate/jobs/<jobId> -H 'Authorization: Bearer %11$s'

                Stop with Ctrl-C. The jobs are kept.
                """.formatted(api, Standalone.local(properties.apiManagementPort()),
                Standalone.local(properties.workerPort()), Standalone.local(properties.simulatorPort()),
                database.jdbcUrl(), database.username(), broker.host(), broker.port(),
                properties.folder().toAbsolutePath().normalize(), Standalone.DEMO_USER, Standalone.DEMO_KEY,
                tryIt(api), Standalone.OPERATOR_KEY);
    }

    private String tryIt(String api) {
        return models.stream()
                .filter(it -> it.key().equals("kie/nano-banana-2"))
                .findFirst()
                .or(() -> models.stream().findFirst())
                .map(it -> """
                          curl -s %s/api/v1/generate/text-to-image -H 'Authorization: Bearer %s' \\
                            -H 'Content-Type: application/json' \\
                            -d '{"aiModelId": "%s", "prompt": "A lighthouse in the fog", "aspectRatio": "16:9"}'
                        """.formatted(api, Standalone.DEMO_KEY, it.id()))
                .orElse("  (the catalog has no text-to-image model)\n");
    }
}
