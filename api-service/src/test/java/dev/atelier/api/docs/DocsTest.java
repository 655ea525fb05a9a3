package dev.atelier.api.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import dev.atelier.api.TestApi;

import static org.assertj.core.api.Assertions.assertThat;

class DocsTest {
    /** From the module's folder, where tests run. */
    private static final Path FILE = Path.of("src/main/resources/openapi.json");
    private final TestApi api = TestApi.shared();
    private final JsonNode document = api.get("/v3/api-docs").json();

    @Test
    void every_endpoint_is_there_and_says_what_it_does() {
        assertThat(document.at("/paths").propertyNames()).containsExactlyInAnyOrder("/api/v1/models",
                "/api/v1/models/{id}", "/api/v1/models/{id}/capabilities", "/api/v1/models/{id}/schema",
                "/api/v1/generate/{category}",
                "/api/v1/generate/jobs/{jobId}", "/api/v1/generate/jobs/{jobId}/cancel",
                "/api/v1/outputs/{outputId}/content", "/api/v1/outputs/{outputId}",
                "/api/v1/admin/dead-letters", "/api/v1/admin/dead-letters/{id}",
                "/api/v1/admin/dead-letters/{id}/replay", "/api/v1/webhooks/provider-callback/{jobId}",
                "/api/v1/webhooks/providers/{provider}", "/api/v1/credentials", "/api/v1/inputs",
                "/api/v1/inputs/{inputId}",
                "/api/v1/inputs/{inputId}/content", "/api/v1/credentials/{provider}");
        document.at("/paths").forEach(path -> path.forEach(operation -> {
            assertThat(operation.at("/summary").asString("")).as("%s", operation).isNotEmpty();
            assertThat(operation.at("/responses/default/content/application~1problem+json/schema/$ref").asString())
                    .isEqualTo("#/components/schemas/Problem");
            assertThat(operation.at("/parameters").toString()).doesNotContain("caller");
        }));
    }

    /** Generated clients name their methods by it: it is said in the controller, and does not change with the order of beans. */
    @Test
    void every_operation_has_a_name_of_its_own() {
        assertThat(document.at("/paths").valueStream().flatMap(JsonNode::valueStream))
                .map(it -> it.at("/operationId").asString())
                .doesNotHaveDuplicates()
                .allMatch(it -> it.matches("[a-z][a-zA-Z]+"));
    }

    /** When it fails, look at the difference: it is what changes for those who use the API. */
    @Test
    void the_file_says_what_the_controllers_say() throws IOException {
        try (var generating = TestApi.start(Map.of("springdoc.api-docs.enabled", true, "springdoc.api-docs.path",
                "/generated"), ControllersDocument.class)) {
            var generated = generating.get("/generated").json();
            var proposal = Files.writeString(Path.of("target/openapi.json"), generated.toPrettyString() + "\n");
            assertThat(document).as("of %s, unless the change is meant: then copy %s there", FILE, proposal)
                    .isEqualTo(generated);
        }
    }

    @Test
    void a_document_that_is_known_is_not_sent_again() {
        var tag = api.get("/v3/api-docs").header("ETag");
        assertThat(api.get("/v3/api-docs", "If-None-Match", tag).status()).isEqualTo(304);
    }

    @Test
    void its_page_shows_it() {
        assertThat(api.get("/swagger-ui/index.html").text()).contains("./swagger-initializer.js",
                "./swagger-ui-bundle.js");
        assertThat(api.get("/swagger-ui/swagger-initializer.js").text()).contains("../v3/api-docs");
        assertThat(api.get("/swagger-ui/swagger-ui-bundle.js").status()).isEqualTo(200);
        assertThat(api.get("/swagger-ui/nothing.js").code()).isEqualTo("not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/swagger-ui.html", "/swagger-ui", "/swagger-ui/"})
    void many_addresses_lead_to_the_page(String path) {
        var answer = TestApi.anonymously(api.request(path).GET());
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).isEqualTo("/swagger-ui/index.html");
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
