package dev.atelier.api.models;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import dev.atelier.api.TestApi;
import dev.atelier.catalog.ModelId;
import dev.atelier.catalog.ProviderId;

import static org.assertj.core.api.Assertions.assertThat;

class ModelTest {
    private static final String MODELS = "/api/v1/models";

    private final TestApi api = TestApi.shared();

    @ParameterizedTest
    @ValueSource(strings = {"", "?category=TEXT_TO_IMAGE", "?category=text-to-image"})
    void models_are_listed_by_their_keys(String query) {
        var answer = api.get(MODELS + query);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().valueStream().map(it -> it.at("/key").asString()))
                .isSorted()
                .contains("geminigen/imagen-4", "geminigen/nano-banana-2", "geminigen/nano-banana-pro",
                        "kie/nano-banana-2", "kie/nano-banana-pro", "kie/seedream-v4");
    }

    @Test
    void a_category_has_only_its_own_models() {
        assertThat(api.get(MODELS + "?category=text").json().valueStream().map(it -> it.at("/category").asString()))
                .contains("TEXT")
                .containsOnly("TEXT");
    }

    @Test
    void a_category_without_models_has_none() {
        assertThat(api.get(MODELS + "?category=TEXT_TO_MUSIC").text()).isEqualTo("[]");
    }

    @Test
    void an_unknown_category_is_refused_with_those_that_there_are() {
        var answer = api.get(MODELS + "?category=smells");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo("category");
        assertThat(answer.json().at("/errors/0/allowed").asString()).startsWith("one of ").contains("TEXT_TO_IMAGE");
    }

    @Test
    void a_model_is_shown_with_where_to_go_next() {
        var id = TestApi.KIE_MODEL;
        assertThat(api.get(MODELS + "/" + id).json()).hasToString("""
                {"id":"%s","key":"kie/nano-banana-2","name":"Nano Banana 2","provider":"kie","providerName":"Kie.ai",\
                "category":"TEXT_TO_IMAGE","usualSeconds":20,"links":{"capabilities":"/api/v1/models/%s/capabilities",\
                "generate":"/api/v1/generate/text-to-image"}}""".formatted(id, id));
    }

    @Test
    void capabilities_are_enough_to_draw_a_form() {
        var json = api.get(MODELS + "/" + ModelId.of(new ProviderId("kie"), "seedream-v4") + "/capabilities").json();
        assertThat(json.at("/aspectRatios").valueStream().map(JsonNode::asString))
                .containsExactly("1:1", "3:4", "2:3", "9:16", "4:3", "3:2", "16:9", "21:9");
        assertThat(json.at("/resolutions")).hasToString("[\"1K\",\"2K\",\"4K\"]");
        assertThat(json.at("/maxGenerations").asInt()).isEqualTo(6);
        assertThat(json.at("/maxPromptLength").asInt()).isEqualTo(5000);
        assertThat(json.at("/fields/0")).hasToString("""
                {"name":"prompt","type":"text","required":true,"maxLength":5000}""");
        assertThat(json.at("/fields/3")).hasToString("""
                {"name":"numberOfGenerations","type":"integer","required":false,"default":1,"min":1,"max":6,\
                "description":"The prompt must ask for that number of pictures too."}""");
        assertThat(json.at("/fields/5")).hasToString("""
                {"name":"options.nsfwChecker","type":"boolean","required":false,"default":false}""");
    }

    static Stream<String> allModels() {
        return TestApi.shared().get(MODELS).json().valueStream().map(it -> it.at("/links/capabilities").asString());
    }

    @ParameterizedTest
    @MethodSource("allModels")
    void the_providers_own_names_stay_inside(String capabilities) {
        assertThat(api.get(capabilities).text()).doesNotContain("_", "sent", "null", "square");
    }

    @Test
    void an_unknown_model_is_not_found() {
        var answer = api.get(MODELS + "/00000000-0000-3000-8000-000000000000/capabilities");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("model_not_found");
    }

    @Test
    void an_id_that_is_no_uuid_is_named() {
        var answer = api.get(MODELS + "/nano-banana");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/errors/0/field")).isEqualTo("id");
        assertThat(answer.at("/errors/0/value")).isEqualTo("\"nano-banana\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/1851cec8-503a-3fac-bb54-f46eae92ab78/capabilities"})
    void a_known_version_is_answered_with_304(String path) {
        var first = api.get(MODELS + path);
        assertThat(first.header("Cache-Control")).contains("private", "max-age=30");
        assertThat(api.get(MODELS + path, "If-None-Match", first.header("ETag")).status()).isEqualTo(304);
    }
}
