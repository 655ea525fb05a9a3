package dev.atelier.simulator;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The simulator on a port of its own, started as every program starts it, and spoken to over HTTP alone. */
final class RunningSimulator implements AutoCloseable {

    static final String KIE_KEY = "kie-key";
    static final String KIE_HMAC_KEY = "hmac-key";
    static final String GEMINIGEN_KEY = "geminigen-key";
    static final String STABILITY_KEY = "stability-key";
    static final String ELEVENLABS_KEY = "elevenlabs-key";
    static final String ELEVENLABS_SECRET = "wsec_1234";
    static final String GOOGLE_KEY = "google-key";
    static final String ANTHROPIC_KEY = "anthropic-key";

    private static final String BOUNDARY = "form-boundary-7d0f";

    private static final List<String> DEFAULTS = List.of("--server.port=0",
            "--logging.level.dev.atelier.simulator=warn", "--atelier.simulator.seed=1",
            "--atelier.simulator.faults.kie.delay=200ms", "--atelier.simulator.faults.geminigen.delay=200ms",
            "--atelier.simulator.kie.api-keys=" + KIE_KEY, "--atelier.simulator.kie.webhook-hmac-key=" + KIE_HMAC_KEY,
            "--atelier.simulator.kie.callback-pause=50ms", "--atelier.simulator.geminigen.api-keys=" + GEMINIGEN_KEY,
            "--atelier.simulator.geminigen.callback-pause=50ms", "--atelier.simulator.faults.fal.delay=200ms",
            "--atelier.simulator.fal.api-keys=fal-id:fal-key", "--atelier.simulator.fal.callback-pause=50ms",
            "--atelier.simulator.faults.replicate.delay=200ms",
            "--atelier.simulator.replicate.api-keys=replicate-token",
            "--atelier.simulator.replicate.callback-pause=50ms",
            "--atelier.simulator.faults.stability.delay=200ms",
            "--atelier.simulator.stability.api-keys=" + STABILITY_KEY,
            "--atelier.simulator.faults.elevenlabs.delay=200ms",
            "--atelier.simulator.elevenlabs.api-keys=" + ELEVENLABS_KEY,
            "--atelier.simulator.elevenlabs.webhook-secret=" + ELEVENLABS_SECRET,
            "--atelier.simulator.google.api-keys=" + GOOGLE_KEY,
            "--atelier.simulator.google.callback-pause=50ms",
            "--atelier.simulator.anthropic.api-keys=" + ANTHROPIC_KEY);

    private static final class Shared {
        private static final RunningSimulator INSTANCE = start();
    }

    private final JsonMapper mapper = JsonMapper.builder().build();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ConfigurableApplicationContext context;
    private final URI url;

    private RunningSimulator(ConfigurableApplicationContext context) {
        this.context = context;
        this.url = URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port"));
    }

    /** Fast, seeded, and with a key for each provider, unless the arguments say otherwise. */
    static RunningSimulator start(String... arguments) {
        var all = new LinkedHashMap<String, String>();
        Stream.concat(DEFAULTS.stream(), Stream.of(arguments))
                .forEach(argument -> all.put(argument.substring(0, argument.indexOf('=')), argument));
        return new RunningSimulator(SimulatorApplication.builder().run(all.values().toArray(String[]::new)));
    }

    /** One for all tests of a JVM, as new. */
    static RunningSimulator shared() {
        Shared.INSTANCE.send("DELETE", "/__simulator", null);
        return Shared.INSTANCE;
    }

    Answer get(String path, String... headers) {
        return exchange(request(path, headers).GET());
    }

    Answer send(String method, String path, @Nullable String json, String... headers) {
        var body = json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json);
        return exchange(request(path, headers).header("Content-Type", "application/json").method(method, body));
    }

    void faults(String provider, String json) {
        var answer = send("PUT", "/__simulator/faults/" + provider, json);
        if (answer.status() != 200) {
            throw new AssertionError(answer.text());
        }
    }

    Answer kieCreate(String json) {
        return send("POST", "/kie/api/v1/jobs/createTask", json, "Authorization", "Bearer " + KIE_KEY);
    }

    Answer kieCreate(String callBackUrl, String prompt) {
        return kieCreate("""
                {"model": "nano-banana-2", "callBackUrl": "%s", "input": {"prompt": "%s"}}
                """.formatted(callBackUrl, prompt));
    }

    JsonNode kieRecord(String taskId) {
        return get("/kie/api/v1/jobs/recordInfo?taskId=" + taskId, "Authorization", "Bearer " + KIE_KEY).json();
    }

    /** Texts and byte arrays, the latter as files; a list is one part an element. */
    Answer form(String path, Map<String, ?> fields, String... headers) {
        var form = new ByteArrayOutputStream();
        fields.forEach((name, value) -> {
            for (var it : value instanceof List<?> list ? list : List.of(value)) {
                part(form, name, it);
            }
        });
        form.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return exchange(request(path, headers)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofByteArray(form.toByteArray())));
    }

    private static void part(ByteArrayOutputStream form, String name, Object value) {
        var file = value instanceof byte[];
        form.writeBytes("--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n"
                .formatted(BOUNDARY, name, file ? "; filename=\"file.png\"\r\nContent-Type: image/png" : "")
                .getBytes(StandardCharsets.UTF_8));
        form.writeBytes(value instanceof byte[] bytes
                ? bytes
                : value.toString().getBytes(StandardCharsets.UTF_8));
        form.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }

    /** A picture with sides of 64 pixels. */
    static byte[] png() {
        return png(64);
    }

    static byte[] png(int side) {
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB), "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    Answer geminigenCreate(Map<String, String> fields) {
        return geminigenCreate("generate_image", fields);
    }

    Answer geminigenCreate(String endpoint, Map<String, ?> fields) {
        return form("/geminigen/uapi/v1/" + endpoint, fields, "x-api-key", GEMINIGEN_KEY);
    }

    Answer geminigenCreate(String prompt) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("prompt", prompt);
        fields.put("model", "nano-banana-2");
        return geminigenCreate(fields);
    }

    Answer geminigenHistory(String uuid) {
        return get("/geminigen/uapi/v1/history/" + uuid, "x-api-key", GEMINIGEN_KEY);
    }

    JsonNode charges(String query) {
        return get("/__simulator/charges" + query).json();
    }

    byte[] download(String fileUrl) {
        return exchange(HttpRequest.newBuilder(URI.create(fileUrl))).bytes();
    }

    Answer fetch(String fileUrl) {
        return exchange(HttpRequest.newBuilder(URI.create(fileUrl)));
    }

    URI url() {
        return url;
    }

    @Override
    public void close() {
        client.close();
        context.close();
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(url.resolve(path)).timeout(Duration.ofSeconds(20));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private Answer exchange(HttpRequest.Builder request) {
        try {
            return new Answer(client.send(request.build(), BodyHandlers.ofByteArray()), mapper);
        } catch (IOException e) {
            throw new NoAnswer(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The connection ended without an answer. */
    static final class NoAnswer extends RuntimeException {
        NoAnswer(IOException cause) {
            super(cause);
        }
    }

    record Answer(HttpResponse<byte[]> response, JsonMapper mapper) {

        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        byte[] bytes() {
            return response.body();
        }

        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        JsonNode json() {
            return mapper.readTree(response.body());
        }
    }
}
