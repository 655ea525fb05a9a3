package dev.atelier.worker.provider.openai;

import java.net.URI;

import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;

import dev.atelier.credential.Secret;
import dev.atelier.job.ProviderJobId;
import dev.atelier.worker.provider.ProviderAnswer;
import dev.atelier.worker.provider.ProviderHttp;

/** OpenAI's HTTP: JSON or forms with a bearer key. */
final class OpenAiApi {
    private final URI baseUrl;
    private final ProviderHttp making;
    private final ProviderHttp asking;

    OpenAiApi(URI baseUrl, ProviderHttp making, ProviderHttp asking) {
        this.baseUrl = baseUrl;
        this.making = making;
        this.asking = asking;
    }

    /** Posts what is made while the call waits; costs money. */
    ProviderAnswer make(String path, ProviderHttp.Content content, Secret key) {
        return making.submit(URI.create(baseUrl + path), bearer(key), content);
    }

    /** Posts what is made in the background; costs money. */
    ProviderAnswer begin(String path, JsonNode body, Secret key) {
        return asking.submit(URI.create(baseUrl + path), bearer(key), ProviderHttp.Content.json(body));
    }

    ProviderAnswer response(ProviderJobId id, Secret key) {
        return asking.read(address("/v1/responses/{id}", id), bearer(key));
    }

    /** Safe to repeat. */
    ProviderAnswer cancel(ProviderJobId id, Secret key) {
        return asking.tell("POST", address("/v1/responses/{id}/cancel", id), bearer(key));
    }

    private URI address(String path, ProviderJobId id) {
        return UriComponentsBuilder.fromUriString(baseUrl + path).encode().build(id.value());
    }

    private static ProviderHttp.KeyHeader bearer(Secret key) {
        return new ProviderHttp.KeyHeader("Authorization", new Secret("Bearer " + key.value()));
    }
}
