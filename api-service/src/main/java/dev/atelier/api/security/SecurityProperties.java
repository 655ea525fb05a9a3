package dev.atelier.api.security;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.atelier.credential.Secret;

/**
 * How callers are recognised.
 *
 * @param apiKeyCache       how long a key is good without asking the database again, so how long a revoked one may go on
 * @param trustedUserHeader the header by which a gateway in front, which authenticates and which alone can reach this service,
 *                          says who the user is: {@code x-user-id}. Unset: no header is believed
 * @param operatorKeys      keys of operators, at least 16 characters each: they open {@code /api/v1/admin} and nothing else.
 *                          None: it is closed
 */
@ConfigurationProperties("atelier.security")
record SecurityProperties(@DefaultValue("30s") Duration apiKeyCache, @Nullable String trustedUserHeader,
        @DefaultValue List<Secret> operatorKeys) {
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,64}");

    SecurityProperties {
        trustedUserHeader = trustedUserHeader == null || trustedUserHeader.isBlank() ? null : trustedUserHeader;
        operatorKeys = List.copyOf(operatorKeys);
        if (operatorKeys.stream().anyMatch(it -> it.value().length() < 16)) {
            throw new IllegalArgumentException("atelier.security.operator-keys: each has at least 16 characters");
        }
        if (apiKeyCache.isNegative()) {
            throw new IllegalArgumentException(
                    "atelier.security.api-key-cache is 0 or more, not " + apiKeyCache);
        }
        if (trustedUserHeader != null && (!HEADER.matcher(trustedUserHeader).matches()
                || trustedUserHeader.equalsIgnoreCase("authorization"))) {
            throw new IllegalArgumentException("atelier.security.trusted-user-header is the name of a header, like"
                    + " x-user-id, not '" + trustedUserHeader + "'");
        }
    }
}
