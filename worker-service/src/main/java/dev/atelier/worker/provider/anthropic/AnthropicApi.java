package dev.atelier.worker.provider.anthropic;

import java.net.URI;
import java.util.Map;

import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;

import dev.atelier.credential.Secret;
import dev.atelier.job.ProviderJobId;
import dev.atelier.worker.provider.ProviderAnswer;
import dev.atelier.worker.provider.ProviderHttp;
import dev.atelier.worker.provider.ProviderHttp.KeyHeader;

/** Anthropic's HTTP: JSON with the key in a header of its own. */
final class AnthropicApi {
    /** Go with every call; without the version, none is taken. */
    static final Map<String, String> HEADERS = Map.of("anthropic-version", "2023-06-01");

    private static final String MESSAGES = "/v1/messages";
    private static final String BATCHES = MESSAGES + "/batches";

    private final URI baseUrl;
    private final ProviderHttp http;

    AnthropicApi(URI baseUrl, ProviderHttp http) {
        this.baseUrl = baseUrl;
        this.http = http;
    }

    /** Has a text written; costs money. */
    ProviderAnswer message(JsonNode body, Secret key) {
        return submit(MESSAGES, body, key);
    }

    /** Has texts written later; costs money. */
    ProviderAnswer createBatch(JsonNode body, Secret key) {
        return submit(BATCHES, body, key);
    }

    ProviderAnswer batch(ProviderJobId id, Secret key) {
        return read(BATCHES + "/{id}", id, key);
    }

    /**
     * Lines of JSON, once the batch has ended. A batch names the address of its results too; this is the same one, and the key need
     * not follow what an answer says.
     */
    ProviderAnswer results(ProviderJobId id, Secret key) {
        return read(BATCHES + "/{id}/results", id, key);
    }

    private ProviderAnswer submit(String path, JsonNode body, Secret key) {
        return http.submit(URI.create(baseUrl + path), header(key), ProviderHttp.Content.json(body));
    }

    private ProviderAnswer read(String path, ProviderJobId id, Secret key) {
        return http.read(UriComponentsBuilder.fromUriString(baseUrl + path).encode().build(id.value()), header(key));
    }

    private static KeyHeader header(Secret key) {
        return new KeyHeader("x-api-key", key);
    }
}
