package dev.atelier.worker.provider.google;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;

import dev.atelier.credential.Secret;
import dev.atelier.worker.provider.ProviderAnswer;
import dev.atelier.worker.provider.ProviderHttp;
import dev.atelier.worker.provider.ProviderHttp.KeyHeader;

/** Google's HTTP: JSON with the key in a header, never in the address, which lands in logs. */
final class GoogleApi {
    private static final String VERSION = "/v1beta/";
    private static final String FILE_HOSTS = ".googleapis.com";

    private final URI baseUrl;
    private final ProviderHttp http;

    GoogleApi(URI baseUrl, ProviderHttp http) {
        this.baseUrl = baseUrl;
        this.http = http;
    }

    /**
     * Posts a request; may cost money.
     *
     * @param path with the names of these values in braces, below the version
     */
    ProviderAnswer submit(String path, Map<String, ?> values, JsonNode body, Secret key) {
        return http.submit(uri(path, values), header(key), ProviderHttp.Content.json(body));
    }

    ProviderAnswer read(String path, Map<String, ?> values, Secret key) {
        return http.read(uri(path, values), header(key));
    }

    ProviderAnswer tell(String path, Map<String, ?> values, Secret key) {
        return http.tell("POST", uri(path, values), header(key));
    }

    /** Files are fetched with the key; they redirect, and where that leads outside of Google the key stays at home. */
    Optional<KeyHeader> fileKey(URI file, Secret key) {
        return isOurs(file) || isGoogles(file) ? Optional.of(header(key)) : Optional.empty();
    }

    private boolean isOurs(URI file) {
        return baseUrl.getHost().equalsIgnoreCase(file.getHost()) && baseUrl.getPort() == file.getPort()
                && baseUrl.getScheme().equalsIgnoreCase(file.getScheme());
    }

    private static boolean isGoogles(URI file) {
        return "https".equalsIgnoreCase(file.getScheme()) && file.getHost() != null
                && file.getUserInfo() == null && file.getHost().toLowerCase(Locale.ROOT).endsWith(FILE_HOSTS);
    }

    private URI uri(String path, Map<String, ?> values) {
        return UriComponentsBuilder.fromUriString(baseUrl + VERSION + path).encode().buildAndExpand(values).toUri();
    }

    private static KeyHeader header(Secret key) {
        return new KeyHeader("x-goog-api-key", key);
    }
}
