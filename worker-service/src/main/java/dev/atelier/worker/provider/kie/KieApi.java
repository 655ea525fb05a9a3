package dev.atelier.worker.provider.kie;

import java.net.URI;

import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;

import dev.atelier.credential.Secret;
import dev.atelier.job.ProviderJobId;
import dev.atelier.worker.provider.ProviderHttp;

/** Kie.ai's HTTP: JSON with a bearer key, answered in an envelope. */
final class KieApi {
    private final URI baseUrl;
    private final ProviderHttp http;
    private final ProviderHttp chatHttp;

    /** @param chatHttp waits for as long as a text may take */
    KieApi(URI baseUrl, ProviderHttp http, ProviderHttp chatHttp) {
        this.baseUrl = baseUrl;
        this.http = http;
        this.chatHttp = chatHttp;
    }

    /** Posts a task; may cost money. */
    KieAnswer create(String path, JsonNode body, Secret key) {
        return new KieAnswer(http.submit(URI.create(baseUrl + path), bearer(key), ProviderHttp.Content.json(body)));
    }

    /** Lets a model write, and waits for it; may cost money. */
    KieAnswer chat(String model, JsonNode body, Secret key) {
        var uri = UriComponentsBuilder.fromUriString(baseUrl + "/{model}/v1/chat/completions").encode().build(model);
        return new KieAnswer(chatHttp.submit(uri, bearer(key), ProviderHttp.Content.json(body)));
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
