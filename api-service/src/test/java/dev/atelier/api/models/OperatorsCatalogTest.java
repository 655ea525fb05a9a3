package dev.atelier.api.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.atelier.api.TestApi;
import dev.atelier.catalog.ModelId;
import dev.atelier.catalog.ProviderId;

import static org.assertj.core.api.Assertions.assertThat;

/** Models are data: an operator adds, prices, retires and switches off by editing a file. */
class OperatorsCatalogTest {
    private static final String FILE = """
            version: %d
            provider:
              id: acme
              name: Acme
              spec:
                callback: {delivery: NONE}
                slots: 4
                uncertainFor: PT1M
                recovery: {evidence: NONE, policy: FAIL}
            models:
            """;
    private static final String MODEL = """
              - slug: %s
                name: Brush
                category: TEXT_TO_IMAGE
                model: brush-1
                operation: paint
                retires: %s
                price: {amount: 0.02, currency: USD, per: OUTPUT, variants: [{when: {resolution: [4K]}, amount: 0.1}]}
                timing: {usual: PT10S, waiting: PT4M, deadline: PT5M, attempts: 3}
                fields:
                  - {type: text, name: prompt, sentAs: text, required: true, maxLength: 100}
                  - {type: choice, name: resolution, sentAs: size, default: 1K, values: [1K, 4K]}
                  - {type: integer, name: numberOfGenerations, sentAs: n, default: 1, min: 1, max: 4}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void a_model_is_added_priced_and_retired_without_code() throws IOException {
        write(1, MODEL.formatted("soon", "2999-01-01") + MODEL.formatted("gone", "2020-01-01"));
        try (var api = TestApi.start(Map.of("atelier.catalog.folder", folder, "atelier.catalog.refresh", "200ms"))) {
            var listed = api.get("/api/v1/models?provider=acme");
            assertThat(listed.json().size()).isEqualTo(1);
            assertThat(listed.at("/0/retiresOn")).isEqualTo("2999-01-01");
            assertThat(listed.json().at("/0/price/amount").decimalValue()).isEqualByComparingTo("0.02");

            var estimate = api.post(TestApi.TEXT_TO_IMAGE + "?dryRun=true", request("soon", ", \"resolution\": \"4K\","
                    + " \"numberOfGenerations\": 3"));
            assertThat(estimate.json().at("/price")).hasToString("{\"amount\":0.3,\"currency\":\"USD\"}");

            var refused = api.post(TestApi.TEXT_TO_IMAGE, request("gone", ""));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.at("/errors/0/allowed")).contains("retired on 2020-01-01");

            write(2, MODEL.formatted("later", "2999-01-01"));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(api.get("/api/v1/models?provider=acme").at("/0/key"))
                            .isEqualTo("acme/later"));
            assertThat(api.post(TestApi.TEXT_TO_IMAGE, request("soon", "")).at("/errors/0/allowed"))
                    .contains("switched off");

            Files.writeString(folder.resolve("acme.yaml"), "nonsense: [");
            write(1, "nonsense");
            assertThat(api.get("/api/v1/models?provider=acme").at("/0/key")).isEqualTo("acme/later");
        }
    }

    private void write(int version, String models) throws IOException {
        var file = folder.resolve("acme.yaml");
        Files.writeString(file, FILE.formatted(version) + models);
        // A second is a long time for a test, and all that some file systems tell.
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(10L * version)));
    }

    private static String request(String slug, String more) {
        return "{\"aiModelId\": \"%s\", \"prompt\": \"A boat\"%s}".formatted(ModelId.of(new ProviderId("acme"), slug),
                more);
    }
}
