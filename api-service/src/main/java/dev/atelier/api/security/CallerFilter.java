package dev.atelier.api.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

import dev.atelier.api.input.Ids;
import dev.atelier.api.problems.ProblemCode;
import dev.atelier.api.problems.Problems;
import dev.atelier.api.problems.Refusal;
import dev.atelier.catalog.FieldProblem;
import dev.atelier.credential.Secret;
import dev.atelier.user.UserId;

/**
 * Finds out who is asking. Somebody who shows nothing goes on as nobody, and the rules of the address decide; an unusable key is
 * refused here. An API key wins over the gateway's header.
 */
final class CallerFilter extends OncePerRequestFilter {
    static final String OPERATOR_AUTHORITY = "operator";

    private static final String SCHEME = "bearer ";
    private static final List<GrantedAuthority> OPERATOR = List.of(new SimpleGrantedAuthority(OPERATOR_AUTHORITY));

    private final RequestMatcher needsCaller;
    private final Callers callers;
    private final Problems problems;
    private final @Nullable String trustedHeader;
    private final List<Secret> operatorKeys;

    CallerFilter(RequestMatcher needsCaller, Callers callers, Problems problems, SecurityProperties properties) {
        this.needsCaller = needsCaller;
        this.callers = callers;
        this.problems = problems;
        trustedHeader = properties.trustedUserHeader();
        operatorKeys = properties.operatorKeys();
    }

    /** A provider that calls back may send an Authorization header of its own. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !needsCaller.matches(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            if (isOperator(request)) {
                authenticate("operator", OPERATOR);
            } else {
                caller(request).ifPresent(it -> authenticate(it, List.of()));
            }
        } catch (Refusal | DataAccessException e) {
            problems.answer(e, request, response);
            return;
        }
        chain.doFilter(request, response);
    }

    /** Compared in constant time with each: how long it takes tells nothing about how much of a key was right. */
    private boolean isOperator(HttpServletRequest request) {
        var authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        var given = authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
        boolean matches = false;
        for (var key : operatorKeys) {
            matches |= MessageDigest.isEqual(key.bytes(), given);
        }
        return matches;
    }

    private static void authenticate(Object principal, List<GrantedAuthority> authorities) {
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new PreAuthenticatedAuthenticationToken(principal, "", authorities));
        SecurityContextHolder.setContext(context);
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
