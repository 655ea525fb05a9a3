package dev.atelier.api.docs;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import dev.atelier.api.TestApi;

import static org.assertj.core.api.Assertions.assertThat;

class DocsTest {
    private final TestApi api = TestApi.shared();
    private final JsonNode document = api.get("/v3/api-docs").json();

    @Test
    void every_endpoint_is_there_and_says_what_it_does() {
        assertThat(document.at("/paths").propertyNames()).containsExactlyInAnyOrder("/api/v1/models",
                "/api/v1/models/{id}", "/api/v1/models/{id}/capabilities", "/api/v1/models/{id}/schema",
                "/api/v1/generate/{category}",
                "/api/v1/generate/jobs/{jobId}", "/api/v1/generate/jobs/{jobId}/cancel",
                "/api/v1/admin/dead-letters", "/api/v1/admin/dead-letters/{id}",
                "/api/v1/admin/dead-letters/{id}/replay", "/api/v1/webhooks/provider-callback/{jobId}",
                "/api/v1/webhooks/providers/{provider}", "/api/v1/credentials", "/api/v1/credentials/{provider}");
        document.at("/paths").forEach(path -> path.forEach(operation -> {
            assertThat(operation.at("/summary").asString("")).as("%s", operation).isNotEmpty();
            assertThat(operation.at("/responses/default/content/application~1problem+json/schema/$ref").asString())
                    .isEqualTo("#/components/schemas/Problem");
            assertThat(operation.at("/parameters").toString()).doesNotContain("caller");
        }));
    }

    @Test
    void only_callbacks_need_no_key() {
        assertThat(document.at("/components/securitySchemes/apiKey/scheme").asString()).isEqualTo("bearer");
        assertThat(document.at("/security/0").has("apiKey")).isTrue();
        document.at("/paths").propertyStream().forEach(path -> path.getValue().forEach(operation -> {
            assertThat(operation.has("security")).as(path.getKey()).isEqualTo(path.getKey().contains("/webhooks/"));
            assertThat(operation.at("/responses").has("401")).isTrue();
        }));
    }

    @Test
    void the_forms_are_documented() {
        assertThat(document.at("/components/schemas").propertyNames()).contains("Problem", "FieldProblem", "Job",
                "Output", "Failure", "Model", "Capabilities", "GenerateRequest", "Credential");
        assertThat(document.at("/components/schemas/Job/properties/status/enum")).hasToString(
                "[\"PENDING\",\"PROCESSING\",\"COMPLETED\",\"FAILED\",\"CANCELLED\"]");
        assertThat(document.at("/components/schemas/GenerateRequest/required"))
                .hasToString("[\"aiModelId\",\"prompt\"]");
    }

    @Test
    void the_example_works() {
        var example = document.at("/paths/~1api~1v1~1generate~1{category}/post/requestBody/content/application~1json"
                + "/examples/kie~1nano-banana-2/value");
        assertThat(example.isObject()).isTrue();
        assertThat(api.post(TestApi.TEXT_TO_IMAGE, example.toString()).status()).isEqualTo(202);
    }
}
