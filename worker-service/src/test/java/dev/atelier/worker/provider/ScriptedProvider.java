package dev.atelier.worker.provider;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server on loopback that does to each request exactly what was said, in that order, down to closing the connection. For what
 * the simulator, which has a provider's habits, does not do.
 */
public final class ScriptedProvider implements AutoCloseable {
    private final ServerSocket server;
    private final Queue<Act> acts = new ArrayDeque<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    /** A request as it arrived: its first line, its headers in lower case, its body as Latin-1, a byte a character. */
    public record Request(String line, List<String> headers, String body) {
        public Optional<String> header(String name) {
            return headers.stream()
                    .filter(it -> it.startsWith(name + ":"))
                    .map(it -> it.substring(name.length() + 1).strip())
                    .findFirst();
        }

        /** The body as the UTF-8 text that it is. */
        public String text() {
            return new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }
    }

    private sealed interface Act {
        record Answer(String text, boolean thenClose) implements Act {}

        record Close() implements Act {}

        record Silence() implements Act {}
    }

    public ScriptedProvider() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Answers the next request, in JSON unless a header says otherwise. Headers are whole lines. */
    public ScriptedProvider answers(int status, String body, String... headers) {
        return then(new Act.Answer(head(status, body.getBytes(StandardCharsets.UTF_8).length, headers) + body, false));
    }

    /** Does not say how long it is: it ends where the connection is closed. */
    public ScriptedProvider answersWithoutLength(int status, String body) {
        return then(new Act.Answer("HTTP/1.1 " + status
                + " Whatever\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n" + body, true));
    }

    /** Promises more than it sends, and waits. */
    public ScriptedProvider beginsToAnswer(int status, String body) {
        return then(new Act.Answer(head(status, body.length() + 1000) + body, false));
    }

    /** Promises more than it sends, and closes the connection. */
    public ScriptedProvider breaksOff(int status, String body) {
        return then(new Act.Answer(head(status, body.length() + 1000) + body, true));
    }

    /** Reads the next request and closes the connection without a byte. */
    public ScriptedProvider hangsUp() {
        return then(new Act.Close());
    }

    /** Reads the next request and says nothing. */
    public ScriptedProvider staysSilent() {
        return then(new Act.Silence());
    }

    public List<Request> requests() {
        return requests;
    }

    private static String head(int status, int length, String... headers) {
        var typed = List.of(headers).stream().anyMatch(it -> it.regionMatches(true, 0, "content-type:", 0, 13));
        return "HTTP/1.1 " + status + " Whatever\r\n" + (typed ? "" : "Content-Type: application/json\r\n")
                + "Content-Length: " + length + "\r\n"
                + String.join("", List.of(headers).stream().map(it -> it + "\r\n").toList()) + "\r\n";
    }

    private ScriptedProvider then(Act act) {
        synchronized (acts) {
            acts.add(act);
        }
        return this;
    }

    private void accept() {
        try {
            while (true) {
                var connection = server.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException _) {
            // closed: the test is over
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var in = new BufferedReader(
                    new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                requests.add(read(line, in));
                switch (next()) {
                    case Act.Close() -> {
                        return;
                    }
                    case Act.Silence() -> {
                    }
                    case Act.Answer(var text, var thenClose) -> {
                        connection.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
                        if (thenClose) {
                            return;
                        }
                    }
                }
            }
        } catch (IOException _) {
            // the client went away, as some tests want it to
        }
    }

    private Act next() {
        synchronized (acts) {
            return Optional.ofNullable(acts.poll())
                    .orElseGet(() -> new Act.Answer(head(500, 0, "X-Script: ended"), false));
        }
    }

    private static Request read(String line, BufferedReader in) throws IOException {
        var headers = new CopyOnWriteArrayList<String>();
        var length = 0;
        for (var header = in.readLine(); header != null && !header.isEmpty(); header = in.readLine()) {
            var colon = header.indexOf(':');
            headers.add(header.substring(0, colon).toLowerCase(java.util.Locale.ROOT) + header.substring(colon));
            if (header.regionMatches(true, 0, "content-length", 0, colon)) {
                length = Integer.parseInt(header.substring(colon + 1).strip());
            }
        }
        var body = new char[length];
        for (var read = 0; read < length;) {
            var n = in.read(body, read, length - read);
            if (n < 0) {
                throw new IOException("the request broke off");
            }
            read += n;
        }
        return new Request(line, headers, new String(body));
    }

    @Override
    public void close() {
        try {
            server.close();
            for (var connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
