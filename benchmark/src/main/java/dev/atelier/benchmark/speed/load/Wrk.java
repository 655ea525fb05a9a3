package dev.atelier.benchmark.speed.load;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** wrk: as many requests as are answered, on a fixed number of connections. */
public final class Wrk {
    private static final String DONE = """
            done = function(summary, latency, _)
              local e = summary.errors
              io.write(string.format(
                "figures requests=%d micros=%d p50=%d p99=%d refused=%d connect=%d read=%d write=%d timeout=%d\\n",
                summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), e.status,
                e.connect, e.read, e.write, e.timeout))
            end
            """;

    /** A function in Lua has 65,536 constants at most, and a request has several. */
    private static final int MOST_IN_A_FUNCTION = 10_000;

    private final Path folder;
    private int scripts;

    /** @param folder where the scripts are written */
    public Wrk(Path folder) {
        this.folder = folder;
    }

    /** @throws IllegalStateException says how to get it, when it is not installed */
    public static void require() throws InterruptedException {
        try {
            new ProcessBuilder("wrk", "-v").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("wrk is not installed, and it makes the load: apt-get install wrk", e);
        }
    }

    /**
     * One request.
     *
     * @param path with its query
     * @param body null for none
     */
    public record Request(String method, String path, Map<String, String> headers, @Nullable String body) {
        public static Request get(String path, Map<String, String> headers) {
            return new Request("GET", path, headers, null);
        }
    }

    /** Sends these in turn, over and over, from one thread. */
    public WrkResult run(URI base, List<Request> requests, int connections, Duration time)
            throws IOException, InterruptedException {
        var script = folder.resolve("wrk-" + ++scripts + ".lua");
        Files.writeString(script, script(requests));
        var process = new ProcessBuilder("wrk", "-t1", "-c" + connections, "-d" + time.toSeconds() + "s", "--timeout",
                "10s", "-s", script.toString(), base.toString()).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("wrk failed:\n" + output);
        }
        return WrkResult.parse(output);
    }

    /** The requests are made once, so that the load costs little of the machine that it measures. */
    static String script(List<Request> requests) {
        var text = new StringBuilder("local made = {}\ninit = function(_)\n");
        for (int i = 0; i < requests.size(); i++) {
            var it = requests.get(i);
            if (i > 0 && i % MOST_IN_A_FUNCTION == 0) {
                text.append("end\nlocal before = init\ninit = function(_)\n  before(_)\n");
            }
            text.append("  made[#made + 1] = wrk.format(%s, %s, {%s}, %s)\n".formatted(quoted(it.method()),
                    quoted(it.path()), it.headers()
                            .entrySet()
                            .stream()
                            .map(header -> "[%s]=%s".formatted(quoted(header.getKey()), quoted(header.getValue())))
                            .sorted()
                            .collect(Collectors.joining(", ")),
                    it.body() == null ? "nil" : quoted(it.body())));
        }
        return text.append("""
                end
                local next = 0
                request = function()
                  next = next % #made + 1
                  return made[next]
                end
                """).append(DONE).toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
