package dev.atelier.worker.provider.stability;

import java.net.URI;

import org.springframework.web.util.UriComponentsBuilder;

import dev.atelier.credential.Secret;
import dev.atelier.job.ProviderJobId;
import dev.atelier.worker.provider.MultipartForm;
import dev.atelier.worker.provider.ProviderHttp;

/**
 * Stability AI's HTTP. JSON is asked for everywhere, although bytes would be shorter: it tells why a generation finished.
 */
final class StabilityApi {
    private static final String VERSION = "/v2beta";

    private final URI baseUrl;
    private final ProviderHttp http;

    StabilityApi(URI baseUrl, ProviderHttp http) {
        this.baseUrl = baseUrl;
        this.http = http;
    }

    /** Posts a generation; costs money. */
    StabilityAnswer generate(StabilityOperation operation, MultipartForm form, Secret key) {
        return new StabilityAnswer(http.submit(URI.create(baseUrl + VERSION + operation.path()), header(key),
                form.content()));
    }

    /** Asks for a result; only the key that started it gets it. */
    StabilityAnswer result(String results, ProviderJobId id, Secret key) {
        var uri = UriComponentsBuilder.fromUriString(baseUrl + VERSION + results).encode().build(id.value());
        return new StabilityAnswer(http.read(uri, header(key)));
    }

    private static ProviderHttp.KeyHeader header(Secret key) {
        return new ProviderHttp.KeyHeader("Authorization", new Secret("Bearer " + key.value()));
    }
}
