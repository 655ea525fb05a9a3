package dev.atelier.api.security;

import java.time.Duration;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.springframework.stereotype.Component;

import dev.atelier.credential.Secret;
import dev.atelier.user.UserId;
import dev.atelier.user.Users;

/** Users by what they show, kept at hand for a while so that polling costs no look-up. Both caches are bounded. */
@Component
class Callers {
    private static final int MOST_KNOWN = 100_000;
    /** Few and short: random keys must not fill the memory, and a new key must work soon. */
    private static final int MOST_UNKNOWN = 5_000;
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(5);
    private static final int LONGEST_KEY = 512;

    private final Users users;
    private final Cache<Secret, UserId> known;
    private final Cache<Secret, Boolean> unknown = Caffeine.newBuilder()
            .maximumSize(MOST_UNKNOWN)
            .expireAfterWrite(UNKNOWN_FOR)
            .build();
    private final Cache<UserId, Boolean> ensured = Caffeine.newBuilder().maximumSize(MOST_KNOWN).build();

    Callers(Users users, SecurityProperties properties) {
        this.users = users;
        known = Caffeine.newBuilder().maximumSize(MOST_KNOWN).expireAfterWrite(properties.apiKeyCache()).build();
    }

    /** Whose key this is. */
    Optional<Caller> byApiKey(String key) {
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            return Optional.empty();
        }
        var secret = new Secret(key);
        var user = known.getIfPresent(secret);
        if (user != null) {
            return Optional.of(new Caller(user));
        }
        if (unknown.getIfPresent(secret) != null) {
            return Optional.empty();
        }
        var found = users.findByApiKey(secret);
        found.ifPresentOrElse(it -> known.put(secret, it), () -> unknown.put(secret, true));
        return found.map(Caller::new);
    }

    /** A user that the gateway vouches for; one that is new here gets a row, since jobs point at it. */
    Caller trusted(UserId user) {
        if (ensured.getIfPresent(user) == null) {
            users.ensure(user, user.toString());
            ensured.put(user, true);
        }
        return new Caller(user);
    }
}
