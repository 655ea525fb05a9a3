package dev.atelier.api.generate;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.atelier.api.TestApi;
import dev.atelier.api.TestApi.Answer;
import dev.atelier.catalog.ModelId;
import dev.atelier.catalog.ProviderId;
import dev.atelier.input.InputId;

import static dev.atelier.api.TestApi.ANNAS_KEY;
import static dev.atelier.api.TestApi.BERTS_KEY;
import static org.assertj.core.api.Assertions.assertThat;

class FilesInRequestsTest {
    private static final String PATH = "/api/v1/generate/image-to-image";
    private static final ModelId MODEL = ModelId.of(new ProviderId("acme"), "repaint");
    private static final byte[] PNG = "\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] JPEG = "\u00ff\u00d8\u00ff\u00e0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] MP3 = "ID3\u0003".getBytes(StandardCharsets.ISO_8859_1);

    private static TestApi api;

    @BeforeAll
    static void start() {
        api = TestApi.start(Map.of("atelier.catalog.folder", Path.of("src/test/resources/catalog-files"),
                "atelier.api.max-body-bytes", 4 * 1024 * 1024));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void a_file_that_is_written_into_the_request_becomes_an_input_and_the_job_holds_its_id() {
        var picture = bytes(PNG, "inline");
        var answer = request(List.of("https://example.com/boat.png", data("image/png", picture)), null);

        assertThat(answer.status()).isEqualTo(202);
        var reference = answer.at("/requested/images/1");
        assertThat(answer.json().at("/requested/images")).hasToString(
                "[\"https://example.com/boat.png\",\"" + reference + "\"]");
        assertThat(answer.json().at("/applied/images/value")).isEqualTo(answer.json().at("/requested/images"));
        assertThat(answer.at("/applied/images/how")).isEqualTo("APPLIED");
        assertThat(api.get("/api/v1/inputs/" + reference + "/content").response().body()).isEqualTo(picture);
        assertThat(api.get("/api/v1/generate/jobs/" + answer.at("/jobId")).json()).isEqualTo(answer.json());
        assertThat(row(answer)).contains(reference)
                .doesNotContain("base64", Base64.getEncoder().encodeToString(picture));
        assertThat(upload(picture, ANNAS_KEY)).isEqualTo(reference);
    }

    @Test
    void a_file_of_an_option_keeps_its_place() {
        var answer = request(List.of("https://example.com/boat.png"), data("image/png", bytes(PNG, "mask")));
        assertThat(answer.status()).isEqualTo(202);
        var mask = answer.at("/requested/options/mask");
        assertThat(api.get("/api/v1/inputs/" + mask).at("/contentType")).isEqualTo("image/png");
        assertThat(answer.at("/applied/options.mask/value")).isEqualTo(mask);
    }

    @Test
    void the_same_request_again_is_the_same_job() {
        var file = data("image/png", bytes(PNG, "again"));
        var first = request(List.of(file), null, "Idempotency-Key", "with-a-file");
        var again = request(List.of(file), null, "Idempotency-Key", "with-a-file");
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.at("/jobId")).isEqualTo(first.at("/jobId"));
        var other = request(List.of(data("image/png", bytes(PNG, "other"))), null, "Idempotency-Key", "with-a-file");
        assertThat(other.code()).isEqualTo("idempotency_key_reused");
    }

    @Test
    void an_input_of_the_callers_own_is_taken_by_its_id_and_stays_longer() {
        var input = upload(bytes(PNG, "mine"), ANNAS_KEY);
        api.bean(JdbcClient.class)
                .sql("update inputs set last_used_at = now() - interval '1 day' where id = cast(:id as uuid)")
                .param("id", input)
                .update();
        assertThat(request(List.of(input), null).at("/requested/images/0")).isEqualTo(input);
        assertThat(request(List.of(upload(bytes(MP3, "a sound"), ANNAS_KEY)), null).status()).isEqualTo(202);
        assertThat(api.bean(JdbcClient.class)
                .sql("select last_used_at > now() - interval '1 hour' from inputs where id = cast(:id as uuid)")
                .param("id", input)
                .query(Boolean.class)
                .single()).isTrue();
    }

    @Test
    void a_strangers_input_is_as_unknown_as_none_and_nothing_is_stored() {
        var berts = upload(bytes(PNG, "Berts"), BERTS_KEY);
        long jobs = api.count("generation_jobs");
        long inputs = api.count("inputs");
        for (var id : new String[]{berts, InputId.create().toString()}) {
            var answer = request(List.of("https://example.com/a.png", id, data("image/png", bytes(PNG, "new"))), null);
            assertProblem(answer, "images[1]", id, "the id of an input of yours");
        }
        assertThat(api.count("generation_jobs")).isEqualTo(jobs);
        assertThat(api.count("inputs")).isEqualTo(inputs);
    }

    @Test
    void an_input_of_a_type_that_the_field_does_not_take_is_refused() {
        var gif = upload(bytes("GIF89a".getBytes(StandardCharsets.US_ASCII), ""), ANNAS_KEY);
        assertProblem(request(List.of(gif), null), "images[0]", gif,
                "an input of image/png, image/jpeg, audio/mp3; this one is image/gif");
        var jpeg = upload(bytes(JPEG, ""), ANNAS_KEY);
        assertProblem(request(List.of("https://example.com/a.png"), jpeg), "options.mask", jpeg,
                "an input of image/png; this one is image/jpeg");
    }

    @Test
    void a_file_whose_bytes_are_not_what_it_says_is_refused() {
        var answer = request(List.of(data("image/jpeg", bytes(PNG, "no jpeg"))), null);
        assertProblem(answer, "images[0]", "data:image/jpeg;base64,",
                "a file of image/jpeg, as it says; its bytes are image/png");
        assertProblem(request(List.of(data("image/png", "hello".getBytes(StandardCharsets.UTF_8))), null), "images[0]",
                "data:", "nothing that is taken here");
        assertProblem(request(List.of(data("image/gif", bytes(PNG, ""))), null), "images", "data:image/gif",
                "of image/png, image/jpeg, audio/mp3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iVBORw0KGgo", "iVBORw0KGg==A", "iVBORw0KGgp=", "iVBORw0KGh==", "iVBO Rw0KGgo=",
        "iVBORw0KGgo=\n", "iVBORw0KGg_-", ""})
    void base64_that_is_not_whole_is_refused(String base64) {
        var answer = request(List.of("data:image/png;base64," + base64), null);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/errors/0/field")).startsWith("images");
    }

    @Test
    void a_file_that_is_too_large_is_refused_by_its_place() {
        var answer = request(List.of(data("image/png", bytes(PNG, "x".repeat(1024 * 1024)))), null);
        assertProblem(answer, "images[0]", "characters)", "a file of at most 1048576 bytes");
        assertThat(answer.text().length()).isLessThan(2000);
        assertThat(request(List.of(data("image/png", bytes(PNG, "x".repeat(1024 * 1024 - PNG.length)))), null)
                .status()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://user:secret@example.com/a.png", "http:///a.png", "https://exa_mple/a.png",
        "http://[broken/a.png"})
    void an_address_that_leads_nowhere_is_refused(String address) {
        assertProblem(request(List.of(address), null), "images[0]", address, "an http(s) address with a host");
    }

    @Test
    void all_problems_of_files_are_named_at_once_and_nothing_is_stored() {
        long inputs = api.count("inputs");
        var answer = request(List.of(InputId.create().toString(), data("image/png", bytes(PNG, "good")),
                data("image/jpeg", bytes(PNG, "bad"))), InputId.create().toString());
        assertThat(answer.json().at("/errors").valueStream().map(it -> it.at("/field").asString()))
                .containsExactly("images[0]", "images[2]", "options.mask");
        assertThat(api.count("inputs")).isEqualTo(inputs);
    }

    private static void assertProblem(Answer answer, String field, String value, String allowed) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_request");
        assertThat(answer.at("/errors/0/field")).isEqualTo(field);
        assertThat(answer.at("/errors/0/value")).contains(value);
        assertThat(answer.at("/errors/0/allowed")).contains(allowed);
    }

    private static Answer request(List<String> images, @org.jspecify.annotations.Nullable String mask,
            String... headers) {
        var body = new LinkedHashMap<String, Object>();
        body.put("aiModelId", MODEL.value());
        body.put("prompt", "A boat");
        body.put("images", images);
        if (mask != null) {
            body.put("options", Map.of("mask", mask));
        }
        return api.post(PATH, JsonMapper.shared().writeValueAsString(body), headers);
    }

    private static String row(Answer job) {
        return api.bean(JdbcClient.class)
                .sql("select params::text || applied::text from job_requests where job_id = cast(:id as uuid)")
                .param("id", job.at("/jobId"))
                .query(String.class)
                .single();
    }

    private static String upload(byte[] content, String key) {
        var form = new ArrayList<byte[]>();
        form.add("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
                .getBytes(StandardCharsets.UTF_8));
        form.add(content);
        form.add("\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8));
        JsonNode input = TestApi.anonymously(api.request("/api/v1/inputs")
                .POST(BodyPublishers.ofByteArrays(form))
                .header("Content-Type", "multipart/form-data; boundary=b"), "Authorization", TestApi.bearer(key))
                .json();
        return input.at("/inputId").asString();
    }

    private static String data(String type, byte[] bytes) {
        return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] bytes(byte[] beginning, String text) {
        var all = new java.io.ByteArrayOutputStream();
        all.writeBytes(beginning);
        all.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return all.toByteArray();
    }
}
