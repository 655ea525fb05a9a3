package dev.atelier.worker.provider.fal;

import java.net.URI;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;

import dev.atelier.credential.Secret;
import dev.atelier.job.ProviderJobId;
import dev.atelier.worker.provider.ProviderHttp;

/**
 * fal.ai's queue over HTTP. All addresses are made of the endpoint's id and our own base address: those that an answer names are not
 * followed, so that the key goes nowhere else.
 */
final class FalApi {
    private final URI baseUrl;
    private final ProviderHttp http;

    FalApi(URI baseUrl, ProviderHttp http) {
        this.baseUrl = baseUrl;
        this.http = http;
    }

    /** Posts a request; may cost money. The whole endpoint's id is the address, and the callback's address stands in the query. */
    FalAnswer submit(String endpoint, JsonNode body, @Nullable URI callback, Secret key) {
        var uri = UriComponentsBuilder.fromUriString(baseUrl + "/" + endpoint);
        var address = callback == null
                ? uri.encode().build().toUri()
                : uri.queryParam("fal_webhook", "{callback}").encode().build(callback.toString());
        return new FalAnswer(http.submit(address, authorization(key), ProviderHttp.Content.json(body)));
    }

    FalAnswer status(String endpoint, ProviderJobId request, Secret key) {
        return new FalAnswer(http.read(address(endpoint, request, "/status"), authorization(key)));
    }

    FalAnswer result(String endpoint, ProviderJobId request, Secret key) {
        return new FalAnswer(http.read(address(endpoint, request, ""), authorization(key)));
    }

    FalAnswer cancel(String endpoint, ProviderJobId request, Secret key) {
        return new FalAnswer(http.tell("PUT", address(endpoint, request, "/cancel"), authorization(key)));
    }

    private URI address(String endpoint, ProviderJobId request, String then) {
        return UriComponentsBuilder.fromUriString(baseUrl + "/" + app(endpoint) + "/requests/{request}" + then)
                .encode()
                .build(request.value());
    }

    /** Requests are kept by app: owner and name, without the path below, which counts for the submission only. */
    private static String app(String endpoint) {
        var steps = endpoint.split("/", -1);
        int kept = steps[0].equals("workflows") || steps[0].equals("comfy") ? 3 : 2;
        return String.join("/", Arrays.asList(steps).subList(0, Math.min(kept, steps.length)));
    }

    private static ProviderHttp.KeyHeader authorization(Secret key) {
        return new ProviderHttp.KeyHeader("Authorization", new Secret("Key " + key.value()));
    }
}
