package dev.atelier.worker.provider.geminigen;

import java.net.URI;

import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.credential.Secret;
import dev.atelier.job.ProviderJobId;
import dev.atelier.worker.provider.ProviderAnswer;
import dev.atelier.worker.provider.ProviderHttp;

/** Geminigen.ai's HTTP: forms (for speech JSON), with the key in a header of its own. */
final class GeminigenApi {
    private final URI baseUrl;
    private final ProviderHttp http;

    GeminigenApi(URI baseUrl, ProviderHttp http) {
        this.baseUrl = baseUrl;
        this.http = http;
    }

    /** Posts a generation; may cost money. */
    GeminigenAnswer generate(GeminigenOperation operation, ObjectNode body, Secret key) {
        return new GeminigenAnswer(http.submit(URI.create(baseUrl + operation.path()), header(key),
                operation.content(body)));
    }

    /** Reads how a generation stands. */
    GeminigenAnswer history(ProviderJobId id, Secret key) {
        var uri = UriComponentsBuilder.fromUriString(baseUrl + "/history/{id}").encode().build(id.value());
        return new GeminigenAnswer(http.read(uri, header(key)));
    }

    /** Reads the newest generations of the account. */
    ProviderAnswer histories(int count, Secret key) {
        var uri = UriComponentsBuilder.fromUriString(baseUrl + "/histories")
                .queryParam("filter_by", "all")
                .queryParam("items_per_page", count)
                .queryParam("page", 1)
                .build()
                .toUri();
        return http.read(uri, header(key));
    }

    private static ProviderHttp.KeyHeader header(Secret key) {
        return new ProviderHttp.KeyHeader("x-api-key", key);
    }
}
