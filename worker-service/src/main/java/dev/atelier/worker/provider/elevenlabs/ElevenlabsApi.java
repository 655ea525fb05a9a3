package dev.atelier.worker.provider.elevenlabs;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.credential.Secret;
import dev.atelier.job.ProviderJobId;
import dev.atelier.worker.provider.ProviderHttp;

/** ElevenLabs' HTTP: JSON in, with the key in a header of its own. */
final class ElevenlabsApi {
    /** The answer may be a sound or an error in JSON. */
    static final Map<String, String> HEADERS = Map.of("Accept", "*/*");

    /** Where the catalog puts what goes into the address. */
    private static final String IN_ADDRESS = "$url";

    private final URI baseUrl;
    private final ProviderHttp http;

    ElevenlabsApi(URI baseUrl, ProviderHttp http) {
        this.baseUrl = baseUrl;
        this.http = http;
    }

    /** Posts a generation; costs money. */
    ElevenlabsAnswer generate(ElevenlabsOperation operation, ObjectNode whole, Secret key) {
        var body = whole.deepCopy();
        var inAddress = body.remove(IN_ADDRESS);
        var address = UriComponentsBuilder.fromUriString(baseUrl + operation.path());
        var values = new HashMap<String, Object>();
        if (inAddress != null) {
            inAddress.forEachEntry((name, value) -> {
                values.put(name, value.asString());
                if (!operation.path().contains("{" + name + "}")) {
                    address.queryParam(name, "{" + name + "}");
                }
            });
        }
        return new ElevenlabsAnswer(http.submit(address.encode().buildAndExpand(values).toUri(), header(key),
                ProviderHttp.Content.json(body)));
    }

    /** Reads how a generation of the Flows stands. */
    ElevenlabsAnswer flow(ElevenlabsOperation operation, ProviderJobId id, Secret key) {
        var uri = UriComponentsBuilder.fromUriString(baseUrl + operation.path() + "/{id}").encode().build(id.value());
        return new ElevenlabsAnswer(http.read(uri, header(key)));
    }

    /** Reads the newest generations of a model. */
    ElevenlabsAnswer flows(ElevenlabsOperation operation, String model, int count, Secret key) {
        var uri = UriComponentsBuilder.fromUriString(baseUrl + operation.path())
                .queryParam("model_id", "{model}")
                .queryParam("page_size", count)
                .encode()
                .build(model);
        return new ElevenlabsAnswer(http.read(uri, header(key)));
    }

    private static ProviderHttp.KeyHeader header(Secret key) {
        return new ProviderHttp.KeyHeader("xi-api-key", key);
    }
}
