package dev.atelier.api.security;

import jakarta.servlet.http.HttpServletRequest;

import dev.atelier.user.UserId;

/** Who is asking, authenticated. A controller that takes one is never called without. */
public record Caller(UserId userId) {
    /**
     * Whom the filter has found.
     *
     * @throws dev.atelier.api.problems.Refusal when it has found nobody, or the address is for everybody
     */
    public static Caller of(HttpServletRequest request) {
        return CallerFilter.found(request)
                .orElseThrow(() -> CallerFilter.unauthenticated("An API key is needed here."));
    }
}
