package dev.atelier.standalone;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.atelier.simulator.SimulatorApplication;

import static org.assertj.core.api.Assertions.assertThat;

/** A provider that nobody has programmed: one file of the operator's, and its jobs run. */
class OperatorsProviderTest {
    private static final String FILE = """
            version: 1
            provider:
              id: my-server
              name: My server
              spec:
                adapter: openai-compatible
                baseUrl: http://localhost:%s/openai-compatible/v1
                callback: {delivery: NONE}
                slots: 1
                uncertainFor: PT30S
                recovery: {evidence: NONE, policy: RESUBMIT}
                cancellable: false
            models:
              - slug: painter
                name: Painter
                category: TEXT_TO_IMAGE
                model: Qwen/Qwen-Image
                operation: images
                mode: SYNC
                fixed: {model: Qwen/Qwen-Image, response_format: url}
                timing: {usual: PT10S, waiting: PT4M, deadline: PT5M, attempts: 3}
                fields:
                  - {type: text, name: prompt, sentAs: prompt, required: true, maxLength: 1000}
                  - {type: choice, name: aspectRatio, sentAs: size, values: [{value: "1:1", sent: 512x512}]}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void a_catalog_file_alone_adds_a_working_provider_that_needs_no_key() throws IOException, InterruptedException {
        try (var server = SimulatorApplication.builder()
                .run("--server.port=0", "--spring.autoconfigure.exclude="
                        + Standalone.excluded(Standalone.NOT_THE_SIMULATORS))) {
            Files.writeString(folder.resolve("my-server.yaml"),
                    FILE.formatted(server.getEnvironment().getRequiredProperty("local.server.port")));
            try (var atelier = RunningAtelier.withWorkers(1, Map.of("atelier.catalog.folder", folder))) {
                var job = atelier.finished(atelier.submit("my-server/painter", """
                        "prompt": "A lighthouse", "aspectRatio": "1:1\""""));

                assertThat(job.at("/status").asString()).as(job.toString()).isEqualTo("COMPLETED");
                var picture = atelier.download(URI.create(job.at("/outputs/0/url").asString()));
                assertThat(picture.body()).startsWith(0x89, 'P', 'N', 'G');
            }
        }
    }
}
