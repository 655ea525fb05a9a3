package dev.atelier.api.fastpath;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import dev.atelier.api.security.Caller;

/**
 * A request to a {@link FastRoute}.
 *
 * @param variable what stands in the variable's place of the address; empty where there is none
 */
public record FastRequest(HttpServletRequest http, String variable) {
    /** @throws dev.atelier.api.problems.Refusal when nobody was authenticated */
    public Caller caller() {
        return Caller.of(http);
    }

    public @Nullable String header(String name) {
        return http.getHeader(name);
    }

    public boolean hasQuery() {
        return http.getQueryString() != null;
    }

    /** Whether the body says that it is JSON, as nearly all clients write that. */
    public boolean isJson() {
        var type = http.getContentType();
        return type != null && (type.equals("application/json") || type.equalsIgnoreCase(
                "application/json;charset=utf-8"));
    }
}
