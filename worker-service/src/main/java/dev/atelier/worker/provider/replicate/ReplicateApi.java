package dev.atelier.worker.provider.replicate;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;

import dev.atelier.credential.Secret;
import dev.atelier.job.ProviderJobId;
import dev.atelier.worker.provider.ProviderAnswer;
import dev.atelier.worker.provider.ProviderHttp;

/** Replicate's HTTP: JSON with a bearer token. Addresses that an answer names are not followed, so that the token goes nowhere else. */
final class ReplicateApi {
    private final URI baseUrl;
    private final Duration cancelAfter;
    private final ProviderHttp http;

    ReplicateApi(URI baseUrl, Duration cancelAfter, ProviderHttp http) {
        this.baseUrl = baseUrl;
        this.cancelAfter = cancelAfter;
        this.http = http;
    }

    /** Posts a prediction of an official model, which is named without a version; may cost money. Does not wait for its end. */
    ProviderAnswer create(String model, JsonNode body, Secret token) {
        return http.submit(URI.create(baseUrl + "/v1/models/" + model + "/predictions"), bearer(token),
                ProviderHttp.Content.json(body).with("Cancel-After", String.valueOf(cancelAfter.toSeconds())));
    }

    ProviderAnswer prediction(ProviderJobId id, Secret token) {
        return http.read(address(id, ""), bearer(token));
    }

    ProviderAnswer cancel(ProviderJobId id, Secret token) {
        return http.tell("POST", address(id, "/cancel"), bearer(token));
    }

    /**
     * A page of the account's predictions, newest first.
     *
     * @param cursor of the page before; empty for the first one
     */
    ProviderAnswer predictions(Instant createdAfter, Optional<String> cursor, Secret token) {
        var list = UriComponentsBuilder.fromUriString(baseUrl + "/v1/predictions");
        return http.read(cursor.map(it -> list.queryParam("cursor", "{cursor}").encode().build(it))
                .orElseGet(() -> list.queryParam("created_after", "{after}").encode().build(createdAfter.toString())),
                bearer(token));
    }

    static ProviderHttp.KeyHeader bearer(Secret token) {
        return new ProviderHttp.KeyHeader("Authorization", new Secret("Bearer " + token.value()));
    }

    private URI address(ProviderJobId id, String then) {
        return UriComponentsBuilder.fromUriString(baseUrl + "/v1/predictions/{id}" + then).encode().build(id.value());
    }
}
