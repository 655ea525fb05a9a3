package dev.atelier.benchmark.speed;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Single requests: to prepare a load, and to see that what is loaded answers as it should before it is timed. */
final class ApiClient {
    static final String GENERATE = "/api/v1/generate/text-to-image";
    static final String JOBS = "/api/v1/generate/jobs/";
    static final String MODELS = "/api/v1/models?category=TEXT_TO_IMAGE";

    /** What a request is as long as: a prompt of a few sentences. */
    private static final int BODY = 500;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();
    private final URI base;
    private final Map<String, String> caller;

    /** @param caller the headers that say who asks */
    ApiClient(URI base, Map<String, String> caller) {
        this.base = base;
        this.caller = Map.copyOf(caller);
    }

    Map<String, String> caller() {
        return caller;
    }

    /** @throws IOException when it is not answered with this status */
    HttpResponse<String> get(String path, Map<String, String> headers, int expected)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(base.resolve(path)), headers, expected);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return get(path, Map.of(), 200);
    }

    UUID submit(String body) throws IOException, InterruptedException {
        var answer = send(HttpRequest.newBuilder(base.resolve(GENERATE))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)), Map.of(), 202);
        return UUID.fromString(JsonMapper.shared().readTree(answer.body()).path("jobId").asString());
    }

    private HttpResponse<String> send(HttpRequest.Builder request, Map<String, String> headers, int expected)
            throws IOException, InterruptedException {
        caller.forEach(request::header);
        headers.forEach(request::header);
        var answer = http.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
        if (answer.statusCode() != expected) {
            throw new IOException("%s was answered %d instead of %d: %s".formatted(answer.uri(), answer.statusCode(),
                    expected, answer.body()));
        }
        return answer;
    }

    /** The id of the first model of this provider. */
    String model(String provider) throws IOException, InterruptedException {
        for (JsonNode it : JsonMapper.shared().readTree(get(MODELS).body())) {
            if (it.path("provider").asString().equals(provider)) {
                return it.path("id").asString();
            }
        }
        throw new IllegalStateException("no model of " + provider + " in the catalog");
    }

    /** A request of 500 bytes. */
    static String body(String model) {
        var start = "{\"aiModelId\": \"" + model + "\", \"prompt\": \"A lighthouse in the fog ";
        var end = "\"}";
        return start + "x".repeat(BODY - start.length() - end.length()) + end;
    }
}
