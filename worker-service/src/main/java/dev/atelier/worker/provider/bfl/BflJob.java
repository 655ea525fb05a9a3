package dev.atelier.worker.provider.bfl;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

import dev.atelier.job.ProviderJobId;

/**
 * A job there. Ids live in one region, and the answer to a submission may name a sibling of the configured host to be asked about
 * it. An adapter keeps nothing, so that host goes into our id of the job: {@code 7d0f@api.us1.bfl.ai}.
 *
 * @param host where it is asked about; null for the configured address
 */
record BflJob(String id, @Nullable String host) {
    private static final String RESULT = "/v1/get_result";
    /** The key is sent there, so it is nobody else's. */
    private static final Pattern SIBLING = Pattern.compile("(?:[a-z0-9-]+\\.)+bfl\\.ai");
    private static final Pattern AT_A_SIBLING = Pattern.compile("(.+)@(" + SIBLING.pattern() + ")");

    /**
     * A new one. An address that is no sibling's is not followed: the configured one is asked then.
     *
     * @param pollingUrl as the answer has it
     */
    static BflJob created(ProviderJobId id, Optional<String> pollingUrl, URI baseUrl) {
        return new BflJob(id.value(), pollingUrl.filter(it -> !it.startsWith(baseUrl + RESULT))
                .flatMap(BflJob::sibling)
                .orElse(null));
    }

    /** One that our database knows. */
    static BflJob of(ProviderJobId id) {
        var there = AT_A_SIBLING.matcher(id.value());
        return there.matches() ? new BflJob(there.group(1), there.group(2)) : new BflJob(id.value(), null);
    }

    ProviderJobId ours() {
        return new ProviderJobId(host == null ? id : id + "@" + host);
    }

    /** Where its result is read. */
    URI result(URI baseUrl) {
        return UriComponentsBuilder.fromUriString((host == null ? baseUrl.toString() : "https://" + host) + RESULT)
                .queryParam("id", "{id}")
                .encode()
                .build(id);
    }

    private static Optional<String> sibling(String pollingUrl) {
        try {
            var uri = new URI(pollingUrl);
            boolean plain = "https".equals(uri.getScheme()) && uri.getPort() == -1 && uri.getUserInfo() == null
                    && RESULT.equals(uri.getPath());
            return Optional.ofNullable(uri.getHost()).filter(it -> plain && SIBLING.matcher(it).matches());
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
