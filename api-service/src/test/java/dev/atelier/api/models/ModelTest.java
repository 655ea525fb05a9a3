package dev.atelier.api.models;

import java.util.List;
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
        assertThat(api.get(MODELS + "?category=TEXT&provider=geminigen").text()).isEqualTo("[]");
    }

    @Test
    void an_unknown_category_is_refused_with_those_that_there_are() {
        var answer = api.get(MODELS + "?category=smells");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/errors/0/field")).isEqualTo("category");
        assertThat(answer.at("/errors/0/value")).isEqualTo("\"smells\"");
        assertThat(answer.at("/errors/0/allowed")).startsWith("one of ").contains("TEXT_TO_IMAGE", "TEXT_TO_MUSIC");
    }

    @Test
    void a_model_is_shown_with_where_to_go_next() {
        var id = TestApi.KIE_MODEL;
        assertThat(api.get(MODELS + "/" + id).json()).hasToString("""
                {"id":"%s","key":"kie/nano-banana-2","name":"Nano Banana 2","provider":"kie","providerName":"Kie.ai",\
                "category":"TEXT_TO_IMAGE","mode":"ASYNC","takes":["prompt","aspectRatio","resolution",\
                "numberOfGenerations","options.outputFormat"],"usualSeconds":20,\
                "price":{"amount":8,"currency":"credits","per":"OUTPUT","variants":[\
                {"when":{"resolution":["2K"]},"amount":12},{"when":{"resolution":["4K"]},"amount":18}],\
                "asOf":"2026-11"},\
                "links":{"capabilities":"/api/v1/models/%s/capabilities","schema":"/api/v1/models/%s/schema",\
                "generate":"/api/v1/generate/text-to-image"}}""".formatted(id, id, id));
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

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json", "application/*", "text/html, application/json;q=0.5"})
    void whoever_takes_json_is_answered_in_it_whole(String accepted) {
        var answer = api.get(MODELS + "/" + TestApi.KIE_MODEL, "Accept", accepted);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().headers().allValues("Content-Type")).containsExactly("application/json");
        assertThat(answer.header("Content-Length")).isEqualTo("" + answer.response().body().length);
        assertThat(answer.response().headers().allValues("ETag")).hasSize(1);
    }

    @Test
    void models_are_found_by_provider_capability_and_words() {
        assertThat(keys("?provider=kie&capability=seed")).contains("kie/seedream-v4")
                .noneMatch(it -> it.startsWith("gem"));
        assertThat(keys("?capability=aspectRatio:21:9&q=nano%20banana")).contains("kie/nano-banana-2")
                .doesNotContain("geminigen/nano-banana-2");
        assertThat(keys("?q=no-such-words")).isEmpty();
    }

    @Test
    void what_no_model_has_is_named_when_it_is_asked_for() {
        assertThat(api.get("/api/v1/models?provider=acme").at("/errors/0/allowed")).contains("geminigen", "kie");
        assertThat(api.get("/api/v1/models?capability=colour").at("/errors/0/field")).isEqualTo("capability");
        assertThat(api.get("/api/v1/models?q=" + "x".repeat(201)).at("/errors/0/field")).isEqualTo("q");
    }

    @Test
    void a_model_s_requests_are_described_by_a_schema_that_says_how_to_draw_a_form() {
        var answer = api.get("/api/v1/models/" + TestApi.KIE_MODEL + "/schema");
        assertThat(answer.at("/$schema")).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(answer.at("/properties/aiModelId/const")).isEqualTo(TestApi.KIE_MODEL.toString());
        assertThat(answer.json().at("/properties/resolution")).hasToString("""
                {"title":"Resolution","type":"string","enum":["1K","2K","4K"],"default":"1K",\
                "x-form":{"order":2,"group":"main","widget":"select"}}""");
        assertThat(answer.json().at("/properties/options/properties/outputFormat/enum"))
                .hasToString("[\"png\",\"jpeg\"]");
        assertThat(answer.json().at("/additionalProperties").booleanValue()).isFalse();
        assertThat(api.get("/api/v1/models/" + TestApi.KIE_MODEL + "/schema", "If-None-Match", answer.header("ETag"))
                .status()).isEqualTo(304);
        assertThat(answer.text()).doesNotContain("aspect_ratio", "sentAs");
    }

    private List<String> keys(String query) {
        return api.get("/api/v1/models" + query).json().valueStream().map(it -> it.get("key").stringValue()).toList();
    }
}
