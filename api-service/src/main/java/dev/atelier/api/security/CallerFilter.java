package dev.atelier.api.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

import dev.atelier.api.input.Ids;
import dev.atelier.api.problems.ProblemCode;
import dev.atelier.api.problems.Problems;
import dev.atelier.api.problems.Refusal;
import dev.atelier.catalog.FieldProblem;
import dev.atelier.credential.Secret;
import dev.atelier.user.UserId;

/**
 * Finds out who is asking, and lets nobody in whom the address is not for. An API key wins over the gateway's header. It is the
 * whole security chain of {@code /api}: each filter of a usual one costs every request, and does nothing for a caller without a
 * session.
 */
final class CallerFilter extends OncePerRequestFilter {
    private static final String CALLER = CallerFilter.class.getName() + ".caller";
    private static final String SCHEME = "bearer ";

    /** Whom an address is for. */
    enum For {
        /** Its own endpoint judges who calls: a provider that calls back may send an Authorization header of its own. */
        EVERYBODY,
        CALLERS,
        OPERATORS
    }

    private final Function<HttpServletRequest, For> addresses;
    private final Callers callers;
    private final Problems problems;
    private final @Nullable String trustedHeader;
    private final List<Secret> operatorKeys;

    CallerFilter(Function<HttpServletRequest, For> addresses, Callers callers, Problems problems,
            SecurityProperties properties) {
        this.addresses = addresses;
        this.callers = callers;
        this.problems = problems;
        trustedHeader = properties.trustedUserHeader();
        operatorKeys = properties.operatorKeys();
    }

    /** Whom the filter has found; empty for an address that is for everybody. */
    static Optional<Caller> found(HttpServletRequest request) {
        return Optional.ofNullable((Caller) request.getAttribute(CALLER));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        try {
            var who = addresses.apply(request);
            if (who != For.EVERYBODY) {
                admit(request, who);
            }
        } catch (Refusal | DataAccessException e) {
            problems.answer(e, request, response);
            return;
        }
        chain.doFilter(request, response);
    }

    /** An operator is nobody's user, and a user is no operator. */
    private void admit(HttpServletRequest request, For who) {
        if (isOperator(request)) {
            if (who != For.OPERATORS) {
                throw notForYou();
            }
            return;
        }
        var caller = caller(request)
                .orElseThrow(() -> unauthenticated("Send an API key: 'Authorization: Bearer <key>'."));
        if (who != For.CALLERS) {
            throw notForYou();
        }
        request.setAttribute(CALLER, caller);
    }

    private static Refusal notForYou() {
        return Refusal.of(ProblemCode.FORBIDDEN, "This is not for you.");
    }

    /** Compared in constant time with each: how long it takes tells nothing about how much of a key was right. */
    private boolean isOperator(HttpServletRequest request) {
        var authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (operatorKeys.isEmpty() || authorization == null
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        var given = authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
        boolean matches = false;
        for (var key : operatorKeys) {
            matches |= MessageDigest.isEqual(key.bytes(), given);
        }
        return matches;
    }

    private Optional<Caller> caller(HttpServletRequest request) {
        var authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null) {
            return Optional.of(byAuthorization(authorization));
        }
        var user = trustedHeader == null ? null : request.getHeader(trustedHeader);
        return user == null ? Optional.empty() : Optional.of(byHeader(user));
    }

    private Caller byAuthorization(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw unauthenticated("The Authorization header is 'Bearer' and an API key.");
        }
        return callers.byApiKey(authorization.substring(SCHEME.length()).strip())
                .orElseThrow(() -> unauthenticated("This API key is unknown, expired or revoked."));
    }

    private Caller byHeader(String user) {
        return callers.trusted(new UserId(Ids.uuid(user)
                .orElseThrow(() -> Refusal.of(ProblemCode.UNAUTHENTICATED,
                        List.of(new FieldProblem(String.valueOf(trustedHeader), Ids.shown(user),
                                "a UUID, set by the gateway"))))));
    }

    static Refusal unauthenticated(String detail) {
        return Refusal.of(ProblemCode.UNAUTHENTICATED, detail).with(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
}
