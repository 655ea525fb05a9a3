package dev.atelier.worker.input;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.node.BinaryNode;

import dev.atelier.catalog.FieldRule.Handing;
import dev.atelier.catalog.FieldRule.Handing.As;
import dev.atelier.catalog.SentFiles;
import dev.atelier.credential.Secret;
import dev.atelier.input.Input;
import dev.atelier.input.InputId;
import dev.atelier.input.InputLinks;
import dev.atelier.input.InputProperties;
import dev.atelier.input.UserInputs;
import dev.atelier.job.FailureKind;
import dev.atelier.net.Downloads;
import dev.atelier.net.NetProperties;
import dev.atelier.output.store.FileOutputStore;
import dev.atelier.testsupport.TestDatabase;
import dev.atelier.user.UserId;
import dev.atelier.user.Users;
import dev.atelier.webhook.CallbackProperties;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.queue.Patience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InputsTest {
    private static final UserId ANNA = new UserId(UUID.fromString("00000000-0000-7000-8000-0000000000aa"));
    private static final UserId BERT = new UserId(UUID.fromString("00000000-0000-7000-8000-0000000000bb"));
    private static final byte[] PNG = "\u0089PNG\r\n\u001a\n and so on".getBytes(StandardCharsets.ISO_8859_1);
    private static final String BASE64 = Base64.getEncoder().encodeToString(PNG);

    private static JdbcClient jdbc;

    private final CountDownLatch over = new CountDownLatch(1);
    @TempDir
    private Path folder;
    private Downloads downloads;
    private HttpServer server;
    private UserInputs rows;
    private FileOutputStore store;
    private Inputs inputs;

    @BeforeAll
    static void migrate() {
        var database = TestDatabase.create();
        var source = new PGSimpleDataSource();
        source.setUrl(database.jdbcUrl());
        source.setUser(database.username());
        source.setPassword(database.password());
        Flyway.configure().dataSource(source).loggers("slf4j").load().migrate();
        jdbc = JdbcClient.create(source);
        new Users(jdbc).ensure(ANNA, "Anna");
        new Users(jdbc).ensure(BERT, "Bert");
    }

    @BeforeEach
    void make() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        downloads = new Downloads(new NetProperties(true, Set.of(), Duration.ofSeconds(2), Duration.ofMillis(500),
                Duration.ofSeconds(5)));
        rows = new UserInputs(jdbc);
        store = new FileOutputStore(folder);
        inputs = inputs(downloads, URI.create("https://api.example.com"), Duration.ofSeconds(5));
    }

    @AfterEach
    void stop() throws IOException {
        over.countDown();
        server.stop(0);
        downloads.close();
    }

    @Test
    void an_input_of_ours_is_handed_over_in_the_form_that_the_provider_takes() throws IOException {
        var input = keep(ANNA);
        assertThat(resolve(input, As.DATA_URL).value().asString()).isEqualTo("data:image/png;base64," + BASE64);
        for (var as : List.of(As.BASE64, As.PART)) {
            var resolved = resolve(input, as);
            assertThat(resolved.value()).isEqualTo(BinaryNode.valueOf(PNG));
            assertThat(resolved.contentType()).isEqualTo("image/png");
        }
    }

    @Test
    void a_provider_that_fetches_files_is_given_a_link_that_expires() throws IOException {
        var input = keep(ANNA);
        var resolved = resolve(input, As.URL);
        assertThat(resolved.contentType()).isEqualTo("image/png");
        var link = URI.create(resolved.value().asString());
        assertThat(link.toString()).startsWith("https://api.example.com/api/v1/inputs/" + input.id() + "/content?");
        var query = link.getQuery().split("[=&]", -1);
        long expires = Long.parseLong(query[1]);
        assertThat(Instant.ofEpochSecond(expires)).isBetween(Instant.now().plusSeconds(86_000),
                Instant.now().plusSeconds(86_401));
        assertThat(links(null).isGood(input.id(), expires, query[3], Instant.now())).isTrue();
    }

    @Test
    void handing_an_input_over_is_a_use_of_it() throws IOException {
        var input = keep(ANNA);
        jdbc.sql("update inputs set last_used_at = now() - interval '1 day'").update();
        resolve(input, As.PART);
        assertThat(rows.find(input.id())).hasValueSatisfying(
                it -> assertThat(it.lastUsedAt()).isAfter(Instant.now().minusSeconds(3600)));
    }

    @Test
    void a_strangers_input_and_a_removed_one_are_unknown() throws IOException {
        var berts = keep(BERT);
        var removed = keep(ANNA);
        rows.remove(ANNA, removed.id());
        for (var reference : List.of(berts.id(), removed.id(), InputId.create())) {
            for (var as : As.values()) {
                assertFails(reference.toString(), as, FailureKind.INVALID_INPUT, "no input " + reference);
            }
        }
    }

    @Test
    void an_input_whose_bytes_are_gone_is_our_own_fault() throws IOException {
        var input = keep(ANNA);
        store.delete(input.id().storeKey());
        assertFails(input.id().toString(), As.PART, FailureKind.INTERNAL, "gone");
    }

    @Test
    void without_an_address_of_ours_no_link_is_given() throws IOException {
        var input = keep(ANNA);
        inputs = inputs(downloads, null, Duration.ofSeconds(5));
        assertFails(input.id().toString(), As.URL, FailureKind.INTERNAL, "would not find");
    }

    @Test
    void an_address_is_passed_on_to_a_provider_that_fetches_files_itself() {
        var resolved = inputs.of(ANNA).apply("https://example.com/boat.png", As.URL);
        assertThat(resolved.value().asString()).isEqualTo("https://example.com/boat.png");
    }

    @Test
    void a_file_at_an_address_is_fetched_for_a_provider_that_takes_bytes() {
        serve("/boat", 200, PNG);
        assertThat(resolve("/boat", As.PART).value()).isEqualTo(BinaryNode.valueOf(PNG));
        assertThat(resolve("/boat", As.BASE64).contentType()).isEqualTo("image/png");
        assertThat(resolve("/boat", As.DATA_URL).value().asString()).isEqualTo("data:image/png;base64," + BASE64);
    }

    @Test
    void what_will_never_be_had_fails_the_job() {
        serve("/none", 404, new byte[0]);
        serve("/forbidden", 403, new byte[0]);
        serve("/page", 200, "<html>".getBytes(StandardCharsets.UTF_8));
        serve("/large", 200, new byte[1024 * 1024 + 1]);
        assertFails(at("/none"), As.PART, FailureKind.INVALID_INPUT, "404");
        assertFails(at("/forbidden"), As.PART, FailureKind.INVALID_INPUT, "403");
        assertFails(at("/page"), As.PART, FailureKind.INVALID_INPUT, "no picture, film or sound");
        assertFails(at("/large"), As.BASE64, FailureKind.INVALID_INPUT, "more than 1048576 bytes");
        assertFails("data:image/png;base64," + BASE64, As.PART, FailureKind.INVALID_INPUT, "refused");
        assertFails("no address", As.URL, FailureKind.INVALID_INPUT, "neither an address");
    }

    @Test
    void what_may_be_had_another_time_is_tried_again() {
        serve("/busy", 503, new byte[0]);
        server.createContext("/silent", _ -> awaitTheEnd());
        assertFails(at("/busy"), As.PART, FailureKind.PROVIDER_UNAVAILABLE, "503");
        assertFails(at("/silent"), As.PART, FailureKind.PROVIDER_UNAVAILABLE, "in time");
        assertFails("http://nowhere.invalid/", As.PART, FailureKind.PROVIDER_UNAVAILABLE, "cannot be reached");
    }

    @Test
    void the_files_of_a_job_share_one_time() {
        serve("/boat", 200, PNG);
        inputs = inputs(downloads, null, Duration.ofNanos(1));
        assertFails(at("/boat"), As.PART, FailureKind.PROVIDER_UNAVAILABLE, "did not arrive within");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://2130706433/",
        "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data", "http://[::ffff:192.168.0.1]/",
        "http://example.com:22/", "file:///etc/passwd", "http://user@example.com/"})
    void an_address_that_only_we_could_reach_is_refused_and_never_named_in_full(String address) throws IOException {
        try (var strict = new Downloads(new NetProperties(false, Set.of(80, 443), Duration.ofSeconds(2),
                Duration.ofSeconds(2), Duration.ofSeconds(5)))) {
            inputs = inputs(strict, null, Duration.ofSeconds(5));
            assertThatThrownBy(() -> inputs.of(ANNA).apply(address, As.PART)).isInstanceOfSatisfying(
                    ProviderException.class, it -> {
                        assertThat(it.kind()).isEqualTo(FailureKind.INVALID_INPUT);
                        assertThat(it.failure().message()).contains("refused").doesNotContain(address);
                    });
        }
    }

    @Test
    void a_redirect_into_our_network_is_refused() {
        server.createContext("/metadata", it -> {
            try (it) {
                it.getResponseHeaders().set("Location", "http://169.254.169.254/latest/meta-data");
                it.sendResponseHeaders(302, -1);
            }
        });
        assertFails(at("/metadata"), As.PART, FailureKind.INVALID_INPUT, "refused");
    }

    private void assertFails(String reference, As as, FailureKind kind, String message) {
        assertThatThrownBy(() -> inputs.of(ANNA).apply(reference, as)).isInstanceOfSatisfying(ProviderException.class,
                it -> {
                    assertThat(it.kind()).isEqualTo(kind);
                    assertThat(it.failure().message()).contains(message);
                });
    }

    private SentFiles.Resolved resolve(Input input, Handing.As as) {
        return inputs.of(ANNA).apply(input.id().toString(), as);
    }

    private SentFiles.Resolved resolve(String path, Handing.As as) {
        return inputs.of(ANNA).apply(at(path), as);
    }

    private Input keep(UserId user) throws IOException {
        var id = InputId.create();
        try (var file = store.receive(new ByteArrayInputStream(PNG), PNG.length)) {
            store.keep(file, id.storeKey(), "image/png");
            var sha = (UUID.randomUUID().toString() + UUID.randomUUID()).replace("-", "");
            return rows.add(id, user, sha, "image/png", file.size());
        }
    }

    private Inputs inputs(Downloads downloads, @Nullable URI baseUrl, Duration fetchWithin) {
        return new Inputs(rows, store, links(baseUrl), downloads, properties(fetchWithin),
                new Patience(_ -> {
                    throw new IllegalStateException("the database is there");
                }));
    }

    private InputLinks links(@Nullable URI baseUrl) {
        return new InputLinks(new CallbackProperties(baseUrl, List.of(new Secret("x".repeat(32)))),
                properties(Duration.ofSeconds(1)));
    }

    private InputProperties properties(Duration fetchWithin) {
        return new InputProperties(DataSize.ofMegabytes(1), Duration.ofHours(24), fetchWithin);
    }

    private String at(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void serve(String path, int status, byte[] body) {
        server.createContext(path, it -> answer(it, status, body));
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void awaitTheEnd() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
