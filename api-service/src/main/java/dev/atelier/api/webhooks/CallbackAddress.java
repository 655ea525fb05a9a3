package dev.atelier.api.webhooks;

import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

import dev.atelier.api.input.Ids;
import dev.atelier.catalog.ProviderId;
import dev.atelier.job.JobId;
import dev.atelier.webhook.CallbackTokens;

/** The address of one job's callbacks. */
record CallbackAddress(ProviderId provider, JobId job) {
    /** Empty unless we made this address. The query is read by hand: asking for a parameter would eat a form's body. */
    static Optional<CallbackAddress> of(String jobId, HttpServletRequest request, CallbackTokens tokens) {
        var query = query(request);
        var provider = query.getFirst("provider");
        var token = query.getFirst("token");
        if (provider == null || token == null) {
            return Optional.empty();
        }
        return Ids.uuid(jobId)
                .flatMap(job -> providerId(provider).map(it -> new CallbackAddress(it, new JobId(job))))
                .filter(it -> tokens.matches(it.provider(), it.job(), token));
    }

    static Optional<ProviderId> providerId(String text) {
        try {
            return Optional.of(new ProviderId(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not the form of an id, so nobody's
        }
    }

    private static MultiValueMap<String, String> query(HttpServletRequest request) {
        return UriComponentsBuilder.newInstance().query(request.getQueryString()).build().getQueryParams();
    }
}
