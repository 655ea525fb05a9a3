package dev.atelier.worker.provider;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

import dev.atelier.catalog.ProviderId;
import dev.atelier.credential.Secret;
import dev.atelier.simulator.SimulatorApplication;

/** The provider simulator on a port of its own, in this JVM, with one API key that is right at every provider. */
public final class RunningSimulator implements AutoCloseable {
    /** What this module brings along and the simulator has no use for. */
    private static final String NOT_ITS_OWN = Stream
            .of("jdbc.autoconfigure.DataSourceAutoConfiguration", "flyway.autoconfigure.FlywayAutoConfiguration",
                    "amqp.autoconfigure.RabbitAutoConfiguration")
            .map(it -> "org.springframework.boot." + it)
            .collect(Collectors.joining(","));

    private final HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    private final ConfigurableApplicationContext context;
    private final URI url;

    public RunningSimulator(ProviderId provider, Secret key) {
        context = SimulatorApplication.builder()
                .run("--server.port=0", "--server.address=127.0.0.1", "--spring.main.register-shutdown-hook=false",
                        "--spring.autoconfigure.exclude=" + NOT_ITS_OWN, "--spring.jmx.enabled=false",
                        // To draw them is not what takes time here.
                        "--atelier.simulator.pictures.longest-side=128",
                        "--atelier.simulator." + provider + ".api-keys=" + key.value());
        url = URI.create("http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    public URI url() {
        return url;
    }

    /** No faults, no charges, no tasks. */
    public void reset() {
        send("DELETE", "/__simulator", "");
    }

    /** @param faults the JSON of those that are not as usual */
    public void faults(ProviderId provider, String faults) {
        send("PUT", "/__simulator/faults/" + provider, faults.replace('\'', '"'));
    }

    /** Where the account's callbacks go. */
    public void accountWebhook(ProviderId provider, URI address) {
        send("PUT", "/__simulator/webhooks/" + provider, "{\"url\":\"" + address + "\"}");
    }

    /** How many submissions were accepted, and so paid for. */
    public long charges(ProviderId provider) {
        var count = JsonMapper.shared()
                .readTree(send("GET", "/__simulator/charges/count?provider=" + provider, "").body());
        return count.get("count").longValue();
    }

    /** @param key the header that the provider wants to see for it */
    public HttpResponse<byte[]> download(URI file, Optional<ProviderHttp.KeyHeader> key) {
        var request = HttpRequest.newBuilder(file);
        key.ifPresent(it -> request.header(it.name(), it.value().value()));
        return send(request);
    }

    private HttpResponse<byte[]> send(String method, String path, String body) {
        var response = send(method, URI.create(url + path), body);
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(method + " " + path + " was answered " + response.statusCode() + " "
                    + new String(response.body(), StandardCharsets.UTF_8));
        }
        return response;
    }

    private HttpResponse<byte[]> send(String method, URI uri, String body) {
        return send(HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofString(body)));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        context.close();
    }
}
