package dev.atelier.api.inputs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.atelier.api.TestApi;
import dev.atelier.api.TestApi.Answer;
import dev.atelier.input.InputId;
import dev.atelier.output.store.OutputStore;

import static dev.atelier.api.TestApi.BERTS_KEY;
import static dev.atelier.api.TestApi.bearer;
import static org.assertj.core.api.Assertions.assertThat;

class InputTest {
    private static final String INPUTS = "/api/v1/inputs";

    private final TestApi api = TestApi.shared();

    @Test
    void an_upload_is_known_by_its_bytes_and_not_by_what_its_sender_says() {
        var bytes = png("An upload");
        var answer = upload(form("file", "boat.jpg", "application/pdf", bytes));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.at("/contentType")).isEqualTo("image/png");
        assertThat(answer.json().at("/size").asInt()).isEqualTo(bytes.length);
        assertThat(answer.at("/sha256")).hasSize(64);
        assertThat(answer.header("Location")).isEqualTo(INPUTS + "/" + answer.at("/inputId"));
        assertThat(api.get(answer.header("Location")).at("/sha256")).isEqualTo(answer.at("/sha256"));
        var content = api.get(answer.header("Location") + "/content");
        assertThat(content.response().body()).isEqualTo(bytes);
        assertThat(content.header("Content-Type")).isEqualTo("image/png");
        assertThat(content.header("Content-Disposition")).contains("inline", ".png");
        assertThat(content.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(content.header("Content-Security-Policy")).contains("sandbox");
    }

    @Test
    void the_same_file_of_the_same_user_is_the_same_input() throws Exception {
        var bytes = png("Twice");
        var first = upload(bytes).at("/inputId");
        assertThat(upload(bytes).at("/inputId")).isEqualTo(first);
        assertThat(upload(png("Not twice")).at("/inputId")).isNotEqualTo(first);
        var berts = TestApi.anonymously(request(form("file", "a", "image/png", bytes)), "Authorization",
                bearer(BERTS_KEY));
        assertThat(berts.status()).isEqualTo(201);
        assertThat(berts.at("/inputId")).isNotEqualTo(first);
        var together = png("Twenty at once");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, 20).mapToObj(_ -> threads.submit(() -> upload(together))).toList();
            var ids = new java.util.HashSet<String>();
            for (var answer : answers) {
                ids.add(answer.get().at("/inputId"));
            }
            assertThat(ids).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "<svg xmlns='http://www.w3.org/2000/svg'/>", "%PDF-1.7", ""})
    void a_file_that_is_nothing_we_take_is_refused(String content) {
        long before = api.count("inputs");
        var answer = upload(form("file", "boat.png", "image/png", content.getBytes(StandardCharsets.UTF_8)));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_request");
        assertThat(answer.at("/errors/0/field")).isEqualTo("file");
        assertThat(answer.at("/errors/0/value")).isEqualTo("a file of " + content.length() + " bytes");
        assertThat(answer.at("/errors/0/allowed")).contains("image/png", "told by its bytes");
        assertThat(api.count("inputs")).isEqualTo(before);
    }

    @Test
    void a_form_that_is_not_one_file_is_refused_by_the_name_of_its_part() {
        long before = api.count("inputs");
        assertThat(upload(form("picture", "a.png", "image/png", png("x"))).at("/errors/0/field")).isEqualTo("picture");
        var two = upload(twoParts(png("first"), png("second")));
        assertThat(two.status()).isEqualTo(400);
        assertThat(two.at("/errors/0/value")).isEqualTo("a second part");
        assertThat(upload("--b--\r\n".getBytes(StandardCharsets.UTF_8)).code()).isEqualTo("invalid_request");
        assertThat(upload("no form at all".getBytes(StandardCharsets.UTF_8)).at("/errors/0/field")).isEqualTo("file");
        var whole = form("file", "a.png", "image/png", png("cut"));
        assertThat(upload(java.util.Arrays.copyOf(whole, whole.length - 6)).at("/errors/0/field")).isEqualTo("file");
        var noBoundary = TestApi.anonymously(request(whole), "Authorization", bearer(BERTS_KEY), "Content-Type",
                "multipart/form-data");
        assertThat(noBoundary.code()).isEqualTo("invalid_request");
        assertThat(api.count("inputs")).isEqualTo(before);
    }

    @Test
    void a_file_that_is_too_large_is_refused_whether_it_says_so_or_not() {
        var large = form("file", "a.png", "image/png", png("x".repeat(1024 * 1024)));
        var said = upload(large);
        assertThat(said.status()).isEqualTo(413);
        assertThat(said.code()).isEqualTo("body_too_large");
        assertThat(said.at("/detail")).contains("1048576");
        var unsaid = api.request(INPUTS)
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                .header("Content-Type", "multipart/form-data; boundary=b");
        assertThat(TestApi.anonymously(unsaid, "Authorization", bearer(TestApi.ANNAS_KEY)).status()).isEqualTo(413);
        int around = form("file", "a.png", "image/png", png("")).length - png("").length;
        var largest = form("file", "a.png", "image/png", png("x".repeat(1024 * 1024 - png("").length)));
        assertThat(largest.length - around).isEqualTo(1024 * 1024);
        assertThat(upload(largest).status()).isEqualTo(201);
    }

    @Test
    void another_content_type_is_refused() {
        var answer = api.post(INPUTS, "hello", "Content-Type", "image/png");
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.header("Accept")).contains("multipart/form-data", "application/json");
    }

    @Test
    void a_stranger_has_nothing_of_it() {
        var path = upload(png("Annas")).header("Location");
        for (var answer : new Answer[]{api.get(path, "Authorization", bearer(BERTS_KEY)),
            api.get(path + "/content", "Authorization", bearer(BERTS_KEY)),
            api.delete(path, "Authorization", bearer(BERTS_KEY)), api.get(INPUTS + "/" + InputId.create())}) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.code()).isEqualTo("input_not_found");
        }
        assertThat(TestApi.anonymously(api.request(path).GET()).status()).isEqualTo(401);
        assertThat(TestApi.anonymously(api.request(path + "/content").GET()).status()).isEqualTo(401);
        assertThat(TestApi.anonymously(api.request(path + "?token=x").GET()).status()).isEqualTo(401);
        assertThat(TestApi.anonymously(api.request(path + "?token=x").DELETE()).status()).isEqualTo(401);
        assertThat(TestApi.anonymously(api.request(path + "/content?token=x").DELETE()).status()).isEqualTo(401);
        assertThat(TestApi.anonymously(request(form("file", "a", "image/png", png("x")))).status()).isEqualTo(401);
        assertThat(api.get(INPUTS + "/1-2-3-4-5").code()).isEqualTo("invalid_request");
        assertThat(api.get(path).status()).isEqualTo(200);
    }

    @Test
    void a_signed_link_needs_no_key_and_opens_nothing_else() {
        var bytes = png("Linked");
        var input = upload(bytes);
        var url = input.at("/url");
        var linked = TestApi.anonymously(api.request(url).GET());
        assertThat(linked.status()).isEqualTo(200);
        assertThat(linked.response().body()).isEqualTo(bytes);
        var head = TestApi.anonymously(api.request(url).method("HEAD", BodyPublishers.noBody()));
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length")).isEqualTo("" + bytes.length);

        var others = upload(png("Not linked")).at("/inputId");
        for (var wrong : new String[]{url.replace(input.at("/inputId"), others),
            url.replace("expires=", "expires=9"), url + "A", url.replaceAll("token=.*", "token="),
            url.replaceAll("expires=\\d+", "expires=never"), url.replace(input.at("/inputId"), "nothing")}) {
            var answer = TestApi.anonymously(api.request(wrong).GET());
            assertThat(answer.status()).as(wrong).isEqualTo(404);
            assertThat(answer.code()).isEqualTo("input_not_found");
            assertThat(answer.text()).doesNotContain("token");
        }
        assertThat(api.delete(INPUTS + "/" + input.at("/inputId")).status()).isEqualTo(204);
        assertThat(TestApi.anonymously(api.request(url).GET()).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"bytes=0-3,206,0,4", "bytes=4-,206,4,-1", "bytes=-2,206,-2,-1", "pages=1-2,200,0,-1",
        "'bytes=0-1,3-4',200,0,-1", "bytes=9999-,400,0,0"})
    void a_part_of_the_file_can_be_had(String range, int status, int from, int to) {
        var bytes = png("Parts");
        var answer = api.get(upload(bytes).header("Location") + "/content", "Range", range);
        assertThat(answer.status()).isEqualTo(status);
        if (status < 300) {
            int start = from < 0 ? bytes.length + from : from;
            int end = to < 0 ? bytes.length : to;
            assertThat(answer.response().body()).isEqualTo(java.util.Arrays.copyOfRange(bytes, start, end));
        }
        if (status == 206) {
            assertThat(answer.header("Content-Range")).endsWith("/" + bytes.length);
        }
    }

    @Test
    void a_file_that_is_at_hand_is_not_sent_again() {
        var path = upload(png("Cached")).header("Location") + "/content";
        var etag = api.get(path).header("ETag");
        assertThat(api.get(path, "If-None-Match", etag).status()).isEqualTo(304);
    }

    @Test
    void a_removed_input_is_gone_with_its_bytes() throws IOException {
        var input = upload(png("Removed"));
        assertThat(api.delete(input.header("Location")).status()).isEqualTo(204);
        assertThat(api.delete(input.header("Location")).status()).isEqualTo(404);
        assertThat(api.get(input.header("Location") + "/content").status()).isEqualTo(404);
        var id = new InputId(UUID.fromString(input.at("/inputId")));
        assertThat(api.bean(OutputStore.class).open(id.storeKey(), 0, 1)).isEmpty();
    }

    @Test
    void an_input_without_its_bytes_is_said_to_be_gone() {
        var input = upload(png("Lost"));
        var id = new InputId(UUID.fromString(input.at("/inputId")));
        api.bean(OutputStore.class).delete(id.storeKey());
        var answer = api.get(input.header("Location") + "/content");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("input_not_found");
    }

    @Test
    void a_file_can_be_fetched_from_an_address() throws IOException {
        var bytes = png("Fetched");
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/boat", it -> {
            try (it) {
                it.getResponseHeaders().set("Content-Type", "text/html");
                it.sendResponseHeaders(200, bytes.length);
                it.getResponseBody().write(bytes);
            }
        });
        server.createContext("/page", it -> answer(it, 200, "<html>"));
        server.createContext("/large", it -> answer(it, 200, "x".repeat(1024 * 1024 + 1)));
        server.createContext("/none", it -> answer(it, 404, ""));
        server.createContext("/busy", it -> answer(it, 503, ""));
        server.createContext("/metadata", it -> {
            it.getResponseHeaders().set("Location", "http://169.254.169.254/latest/meta-data");
            answer(it, 302, "");
        });
        server.start();
        try {
            var base = "http://127.0.0.1:" + server.getAddress().getPort();
            var fetched = fetch(base + "/boat");
            assertThat(fetched.status()).isEqualTo(201);
            assertThat(fetched.at("/contentType")).isEqualTo("image/png");
            assertThat(upload(bytes).at("/inputId")).isEqualTo(fetched.at("/inputId"));

            long before = api.count("inputs");
            assertRefused(fetch(base + "/page"), "told by its bytes");
            assertRefused(fetch(base + "/large"), "at most 1048576 bytes");
            assertRefused(fetch(base + "/none"), "404");
            assertRefused(fetch(base + "/metadata"), "link-local");
            var busy = fetch(base + "/busy");
            assertThat(busy.status()).isEqualTo(422);
            assertThat(busy.code()).isEqualTo("input_unreachable");
            assertThat(api.count("inputs")).isEqualTo(before);
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"http://169.254.169.254/latest/meta-data\"", "\"http://[::ffff:169.254.169.254]/\"",
        "\"file:///etc/passwd\"", "\"ftp://example.com/a.png\"", "\"http://user:pass@example.com/\"", "\"no address\"",
        "\"/relative\"", "7", "null", "[]"})
    void an_address_that_is_not_to_be_fetched_is_refused(String url) {
        assertRefused(api.post(INPUTS, "{\"url\": " + url + "}"), "public internet");
    }

    @Test
    void an_import_names_an_address_and_nothing_else() {
        var answer = api.post(INPUTS, "{\"uri\": \"https://example.com\"}");
        assertThat(answer.json().at("/errors").valueStream().map(it -> it.at("/field").asString()))
                .containsExactly("uri", "url");
        assertThat(api.post(INPUTS, "[]").code()).isEqualTo("malformed_json");
        assertThat(api.post(INPUTS, "{\"url\": \"" + "x".repeat(20_000) + "\"}").status()).isEqualTo(413);
    }

    private static void assertRefused(Answer answer, String allowed) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/errors/0/field")).isEqualTo("url");
        assertThat(answer.at("/errors/0/allowed")).contains(allowed);
    }

    private static void answer(com.sun.net.httpserver.HttpExchange exchange, int status, String body)
            throws IOException {
        try (exchange) {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Answer fetch(String url) {
        return api.post(INPUTS, "{\"url\": \"" + url + "\"}");
    }

    private Answer upload(byte[] content) {
        boolean isForm = content.length > 1 && content[0] == '-' || new String(content, StandardCharsets.UTF_8)
                .startsWith("no form");
        return TestApi.anonymously(request(isForm ? content : form("file", "a.png", "image/png", content)),
                "Authorization", bearer(TestApi.ANNAS_KEY));
    }

    private HttpRequest.Builder request(byte[] form) {
        return api.request(INPUTS)
                .POST(BodyPublishers.ofByteArray(form))
                .header("Content-Type", "multipart/form-data; boundary=b");
    }

    private static byte[] form(String part, String name, String type, byte[] content) {
        return joined(("--b\r\nContent-Disposition: form-data; name=\"" + part + "\"; filename=\"" + name
                + "\"\r\nContent-Type: " + type + "\r\n\r\n").getBytes(StandardCharsets.UTF_8), content,
                "\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] twoParts(byte[] one, byte[] other) {
        var first = form("file", "a.png", "image/png", one);
        return joined(java.util.Arrays.copyOf(first, first.length - 4), "\r\n".getBytes(StandardCharsets.UTF_8),
                java.util.Arrays.copyOfRange(form("more", "b.png", "image/png", other), 5,
                        form("more", "b.png", "image/png", other).length));
    }

    /** The beginning of a picture, and a text that makes it another one. */
    private static byte[] png(String text) {
        return joined("\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1),
                text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] joined(byte[]... parts) {
        var all = new java.io.ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
