package dev.atelier.benchmark.processes;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The provider simulator's control. It is never killed: its charges are the evidence. */
public final class Simulator {
    private final ServiceProcess process;
    private final HttpClient http;

    Simulator(ServiceProcess process, HttpClient http) {
        this.process = process;
        this.http = http;
    }

    public URI base() {
        return process.base();
    }

    public long pid() {
        return process.pid();
    }

    /** Forgets tasks, charges and planned callbacks, and has no faults any more. */
    public void reset() throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(base().resolve("/__simulator")).DELETE());
    }

    public Path log() {
        return process.log();
    }

    public void awaitReady(Duration within) throws InterruptedException {
        process.awaitReady(within);
    }

    /** @param json faults by provider; who is not named has none */
    public void faults(String json) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(base().resolve("/__simulator/faults"))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json)));
    }

    /** Every submission that was accepted, oldest first. */
    public JsonNode charges() throws IOException, InterruptedException {
        return get("/__simulator/charges");
    }

    /** By provider: submissions that are being answered {@code now}, and the {@code most} that ever were at a time. */
    public JsonNode submissions() throws IOException, InterruptedException {
        return get("/__simulator/submissions");
    }

    String geminigenPublicKey() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(base().resolve("/geminigen/public-key.pem")));
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return JsonMapper.shared().readTree(send(HttpRequest.newBuilder(base().resolve(path))));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = http.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("the simulator answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }
}
