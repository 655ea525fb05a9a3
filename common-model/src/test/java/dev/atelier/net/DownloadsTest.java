package dev.atelier.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.atelier.credential.Secret;
import dev.atelier.net.Download.KeyHeader;
import dev.atelier.net.DownloadFailed.NotFound;
import dev.atelier.net.DownloadFailed.Refused;
import dev.atelier.net.DownloadFailed.TooLarge;
import dev.atelier.net.DownloadFailed.UnexpectedStatus;
import dev.atelier.net.DownloadFailed.Unreachable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DownloadsTest {
    private static final NetProperties STRICT = new NetProperties(false, Set.of(80, 443), Duration.ofSeconds(2),
            Duration.ofSeconds(5), Duration.ofSeconds(10));
    private static final NetProperties LOCAL = new NetProperties(true, Set.of(), Duration.ofSeconds(2),
            Duration.ofMillis(500), Duration.ofSeconds(10));
    private static final KeyHeader KEY = new KeyHeader("x-key", new Secret("a-secret-key"));

    private final CountDownLatch over = new CountDownLatch(1);
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private final Downloads downloads = new Downloads(LOCAL);
    private HttpServer server;
    private HttpServer other;

    @BeforeEach
    void serve() throws IOException {
        server = start();
        other = start();
    }

    @AfterEach
    void stop() throws IOException {
        over.countDown();
        downloads.close();
        server.stop(0);
        other.stop(0);
    }

    @Test
    void a_file_is_handed_over_with_what_the_server_says_about_it() {
        server.createContext("/file", it -> {
            it.getResponseHeaders().set("Content-Type", "Image/PNG; charset=x");
            answer(it, 200, "the bytes");
        });
        downloads.get(new Download(at("/file"), 9), file -> {
            assertThat(file.contentType()).contains("image/png");
            assertThat(file.length()).isEqualTo(OptionalLong.of(9));
            assertThat(file.bytes().readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("the bytes");
            return Optional.empty();
        });
    }

    @Test
    void a_file_that_is_larger_than_it_may_be_is_not_read_at_all_when_the_server_says_so() {
        server.createContext("/file", it -> answer(it, 200, "ten bytes."));
        assertThatThrownBy(() -> downloads.get(new Download(at("/file"), 9), _ -> {
            throw new AssertionError("read");
        })).isInstanceOfSatisfying(TooLarge.class, it -> assertThat(it.limit()).isEqualTo(9));
    }

    @Test
    void a_file_without_end_is_cut_off_at_the_limit_even_when_its_reader_swallows_that() {
        server.createContext("/file", this::endless);
        var taken = new ByteArrayOutputStream();
        assertThatThrownBy(() -> downloads.get(new Download(at("/file"), 100_000), file -> {
            assertThat(file.length()).isEmpty();
            try {
                file.bytes().transferTo(taken);
            } catch (IOException _) {
                // a reader that thinks it has enough
            }
            return true;
        })).isInstanceOf(TooLarge.class);
        assertThat(taken.size()).isLessThanOrEqualTo(100_000);
    }

    @Test
    void what_the_reader_leaves_is_not_fetched() {
        server.createContext("/file", this::endless);
        assertThat(downloads.<Integer>get(new Download(at("/file"), Long.MAX_VALUE), file -> file.bytes().read()))
                .isEqualTo('.');
    }

    @Test
    void a_file_that_is_cut_short_is_no_file() throws IOException {
        try (var cutter = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> {
                try (var it = cutter.accept()) {
                    it.getInputStream().read();
                    it.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"
                                    .getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThatThrownBy(() -> text(URI.create("http://127.0.0.1:" + cutter.getLocalPort() + "/")))
                    .isInstanceOf(Unreachable.class);
        }
    }

    @Test
    void a_reader_that_fails_is_told_from_a_server_that_fails() {
        server.createContext("/file", it -> answer(it, 200, "the bytes"));
        assertThatThrownBy(() -> downloads.get(new Download(at("/file"), 9), _ -> {
            throw new IOException("disk full");
        })).isInstanceOf(UncheckedIOException.class).hasRootCauseMessage("disk full");
    }

    @Test
    void missing_files_and_other_answers_have_their_own_exceptions() {
        server.createContext("/404", it -> answer(it, 404, "no"));
        server.createContext("/410", it -> answer(it, 410, "gone"));
        server.createContext("/403", it -> answer(it, 403, "expired"));
        server.createContext("/503", it -> answer(it, 503, "busy"));
        server.createContext("/204", it -> it.sendResponseHeaders(204, -1));
        assertThatThrownBy(() -> text(at("/404"))).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> text(at("/410"))).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> text(at("/204"))).isInstanceOf(UnexpectedStatus.class);
        assertThatThrownBy(() -> text(at("/403"))).isInstanceOfSatisfying(UnexpectedStatus.class, it -> {
            assertThat(it.status()).isEqualTo(403);
            assertThat(it.isTemporary()).isFalse();
        });
        assertThatThrownBy(() -> text(at("/503"))).isInstanceOfSatisfying(UnexpectedStatus.class,
                it -> assertThat(it.isTemporary()).isTrue());
    }

    @Test
    void silence_and_closed_ports_are_unreachable() throws IOException {
        server.createContext("/silent", _ -> awaitTheEnd());
        assertThatThrownBy(() -> text(at("/silent"))).isInstanceOf(Unreachable.class).hasMessageContaining("in time");
        int port;
        try (var closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        assertThatThrownBy(() -> text(URI.create("http://127.0.0.1:" + port + "/"))).isInstanceOf(Unreachable.class);
        assertThatThrownBy(() -> text(URI.create("http://nowhere.invalid/"))).isInstanceOf(Unreachable.class);
    }

    @Test
    void a_server_that_drips_is_cut_off_when_the_time_is_up() {
        server.createContext("/drip", this::endless);
        var download = new Download(at("/drip"), Long.MAX_VALUE).within(Duration.ofMillis(700));
        assertThatThrownBy(() -> downloads.get(download, file -> file.bytes().skip(Long.MAX_VALUE) + drain(file)))
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining("did not arrive within");
    }

    @Test
    void a_look_up_that_hangs_is_given_up() throws IOException {
        var impatient = new NetProperties(true, Set.of(), Duration.ofMillis(100), Duration.ofSeconds(5),
                Duration.ofSeconds(10));
        try (var hanging = new Downloads(impatient, _ -> {
            awaitTheEnd();
            return new InetAddress[0];
        })) {
            assertThatThrownBy(() -> hanging.get(new Download(at("/file"), 9), _ -> true))
                    .isInstanceOf(Unreachable.class);
        }
    }

    @Test
    void redirects_are_followed_five_times_and_no_further() {
        server.createContext("/hop", it -> {
            int hop = Integer.parseInt(it.getRequestURI().getQuery());
            if (hop == 0) {
                answer(it, 200, "arrived");
            } else {
                redirect(it, "hop?" + (hop - 1));
            }
        });
        assertThat(text(at("/hop?5"))).isEqualTo("arrived");
        assertThatThrownBy(() -> text(at("/hop?6"))).isInstanceOf(Refused.class).hasMessageContaining("more than 5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254/latest/meta-data", "http://2852039166/", "//169.254.169.254/",
        "http://[::ffff:a9fe:a9fe]/", "http://[fe80::1]/", "http://0.0.0.0/", "file:///etc/passwd",
        "ftp://example.com/", "http://user:secret@example.com/", "http:///x", "gopher://example.com/"})
    void each_redirect_is_judged_like_the_first_address(String location) {
        server.createContext("/file", it -> redirect(it, location));
        assertThatThrownBy(() -> text(at("/file"))).isInstanceOf(Refused.class);
    }

    @Test
    void a_name_is_judged_at_each_connect_and_connected_to_as_it_was_judged() throws IOException {
        var answers = new ConcurrentLinkedQueue<>(List.of("127.0.0.1", "169.254.169.254"));
        other.createContext("/moved", it -> redirect(it, "http://rebinding.example:" + port(server) + "/file"));
        server.createContext("/file", it -> {
            answer(it, 200, "mine");
        });
        try (var rebound = new Downloads(LOCAL, _ -> InetAddress.getAllByName(answers.remove()))) {
            var first = new Download(URI.create("http://rebinding.example:" + port(other) + "/moved"), 9);
            assertThatThrownBy(() -> rebound.get(first, _ -> true)).isInstanceOf(Refused.class);
        }
        assertThat(answers).isEmpty();
        assertThat(seen).containsExactly("/moved null");
    }

    @Test
    void one_bad_address_among_the_good_ones_of_a_name_is_enough() throws IOException {
        try (var mixed = new Downloads(STRICT,
                _ -> new InetAddress[]{InetAddress.getByName("8.8.8.8"), InetAddress.getByName("10.0.0.1")})) {
            assertThatThrownBy(() -> mixed.get(new Download(URI.create("http://mixed.example/"), 9), _ -> true))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("private")
                    .hasMessageNotContaining("10.0.0.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost/", "http://127.0.0.1/", "http://2130706433/", "http://127.1/",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[64:ff9b::7f00:1]/",
        "http://10.0.0.1/", "https://192.168.1.1/", "http://169.254.169.254/", "http://example.com:22/",
        "http://example.com:8080/", "http://a@example.com/", "ftp://example.com/", "file:///etc/passwd", "/relative",
        "mailto:someone@example.com", "http://[fe80::1%25eth0]/"})
    void nothing_but_public_addresses_and_ordinary_ports_is_allowed_otherwise(String address) throws IOException {
        try (var strict = new Downloads(STRICT)) {
            assertThatThrownBy(() -> strict.get(new Download(URI.create(address), 9), _ -> true))
                    .isInstanceOf(Refused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://0x7f000001/", "http://0177.0.0.1/", "http://0x7f.1/", "http://017700000001/"})
    void odd_forms_of_a_private_address_lead_nowhere(String address) throws IOException {
        // What the system makes of them differs; here they are read as C's inet_aton does.
        try (var strict = new Downloads(STRICT, host -> new InetAddress[]{Inet4Address.ofPosixLiteral(host)})) {
            assertThatThrownBy(() -> strict.get(new Download(URI.create(address), 9), _ -> true))
                    .isInstanceOf(Refused.class);
        }
    }

    @Test
    void a_key_leaves_for_the_first_host_only_and_does_not_come_back() {
        server.createContext("/same", it -> redirect(it, "/away"));
        server.createContext("/away", it -> redirect(it, at(other, "/there").toString()));
        other.createContext("/there", it -> redirect(it, at("/back").toString()));
        server.createContext("/back", it -> answer(it, 200, "arrived"));
        assertThat(downloads.<String>get(new Download(at("/same"), 9).with(KEY), DownloadsTest::drainText))
                .isEqualTo("arrived");
        assertThat(seen).containsExactly("/same a-secret-key", "/away a-secret-key", "/there null", "/back null");
    }

    @Test
    void nothing_secret_is_printed() {
        assertThat(new Download(URI.create("https://example.com/f?signature=secret"), 9).with(KEY).toString())
                .doesNotContain("secret");
    }

    @Test
    void wrong_settings_are_refused_by_their_names() {
        var second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new NetProperties(false, Set.of(0), second, second, second))
                .hasMessageContaining("atelier.net.ports");
        assertThatThrownBy(() -> new NetProperties(false, Set.of(), Duration.ZERO, second, second))
                .hasMessageContaining("atelier.net.connect-timeout");
        assertThatThrownBy(() -> new NetProperties(false, Set.of(), second, second, Duration.ZERO))
                .hasMessageContaining("atelier.net.total-timeout");
    }

    private HttpServer start() throws IOException {
        var started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        started.start();
        return started;
    }

    private String text(URI address) {
        return downloads.get(new Download(address, 100), DownloadsTest::drainText);
    }

    private static String drainText(Downloaded file) throws IOException {
        return new String(file.bytes().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static long drain(Downloaded file) throws IOException {
        return file.bytes().transferTo(java.io.OutputStream.nullOutputStream());
    }

    private URI at(String path) {
        return at(server, path);
    }

    private static URI at(HttpServer server, String path) {
        return URI.create("http://127.0.0.1:" + port(server) + path);
    }

    private static int port(HttpServer server) {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            note(exchange);
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private void redirect(HttpExchange exchange, String location) throws IOException {
        try (exchange) {
            note(exchange);
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(302, -1);
        }
    }

    private void note(HttpExchange exchange) {
        seen.add(exchange.getRequestURI().getPath() + " " + exchange.getRequestHeaders().getFirst("x-key"));
    }

    /** Until the client has had enough. */
    private void endless(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            var dots = ".".repeat(1000).getBytes(StandardCharsets.UTF_8);
            while (over.getCount() > 0) {
                exchange.getResponseBody().write(dots);
                exchange.getResponseBody().flush();
            }
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
