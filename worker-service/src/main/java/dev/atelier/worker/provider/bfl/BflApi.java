package dev.atelier.worker.provider.bfl;

import java.net.URI;

import tools.jackson.databind.JsonNode;

import dev.atelier.credential.Secret;
import dev.atelier.worker.provider.ProviderAnswer;
import dev.atelier.worker.provider.ProviderHttp;

/** Black Forest Labs' HTTP: JSON, with the key in a header of its own. */
final class BflApi {
    private final URI baseUrl;
    private final ProviderHttp http;

    BflApi(URI baseUrl, ProviderHttp http) {
        this.baseUrl = baseUrl;
        this.http = http;
    }

    URI baseUrl() {
        return baseUrl;
    }

    /** Posts a job to its model's endpoint; may cost money. */
    ProviderAnswer create(String model, JsonNode body, Secret key) {
        return http.submit(URI.create(baseUrl + "/v1/" + model), key(key), ProviderHttp.Content.json(body));
    }

    /** Reads how a job stands. */
    ProviderAnswer result(BflJob job, Secret key) {
        return http.read(job.result(baseUrl), key(key));
    }

    private static ProviderHttp.KeyHeader key(Secret key) {
        return new ProviderHttp.KeyHeader("x-key", key);
    }
}
