package dev.atelier.worker.provider.runway;

import java.net.URI;
import java.util.Map;

import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;

import dev.atelier.credential.Secret;
import dev.atelier.job.ProviderJobId;
import dev.atelier.worker.provider.ProviderAnswer;
import dev.atelier.worker.provider.ProviderHttp;

/** Runway's HTTP: JSON with a bearer key, and a version without which no call is answered. */
final class RunwayApi {
    /** Go with every call. */
    static final Map<String, String> HEADERS = Map.of("X-Runway-Version", "2024-11-06");

    private final URI baseUrl;
    private final ProviderHttp http;

    RunwayApi(URI baseUrl, ProviderHttp http) {
        this.baseUrl = baseUrl;
        this.http = http;
    }

    /** Posts a task; may cost money. */
    ProviderAnswer create(String operation, JsonNode body, Secret key) {
        return http.submit(URI.create(baseUrl + "/v1/" + operation), bearer(key), ProviderHttp.Content.json(body));
    }

    /** Reads a task. */
    ProviderAnswer task(ProviderJobId id, Secret key) {
        return http.read(address(id), bearer(key));
    }

    /** Stops a task; one that has ended is deleted, with what it made. */
    ProviderAnswer delete(ProviderJobId id, Secret key) {
        return http.tell("DELETE", address(id), bearer(key));
    }

    private URI address(ProviderJobId id) {
        return UriComponentsBuilder.fromUriString(baseUrl + "/v1/tasks/{id}").encode().build(id.value());
    }

    private static ProviderHttp.KeyHeader bearer(Secret key) {
        return new ProviderHttp.KeyHeader("Authorization", new Secret("Bearer " + key.value()));
    }
}
