package dev.atelier.worker.provider.kie;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;

import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.atelier.credential.Secret;
import dev.atelier.job.ProviderJobId;
import dev.atelier.worker.provider.ProviderHttp;

/** Kie.ai's HTTP: JSON with a bearer key, answered in an envelope. */
final class KieApi {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final URI baseUrl;
    private final ProviderHttp http;

    KieApi(URI baseUrl, ProviderHttp http) {
        this.baseUrl = baseUrl;
        this.http = http;
    }

    /** Posts a task; may cost money. */
    KieAnswer create(String path, JsonNode body, Secret key) {
        var content = new ProviderHttp.Content("application/json",
                BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        return new KieAnswer(http.submit(URI.create(baseUrl + path), bearer(key), content));
    }

    /** Reads a task's record. */
    KieAnswer record(String path, ProviderJobId task, Secret key) {
        var uri = UriComponentsBuilder.fromUriString(baseUrl + path)
                .queryParam("taskId", "{task}")
                .encode()
                .build(task.value());
        return new KieAnswer(http.read(uri, bearer(key)));
    }

    private static ProviderHttp.KeyHeader bearer(Secret key) {
        return new ProviderHttp.KeyHeader("Authorization", new Secret("Bearer " + key.value()));
    }
}
