package dev.atelier.api.webhooks.signature;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/**
 * A provider's public keys at the address where it publishes them. Fetched when they are first needed, kept for a day, and fetched
 * again before that when none of them fits, at most once a minute, so that junk cannot make us fetch. All callbacks that
 * need a fetch share one, and each waits for it for a bounded time; those that a known key fits wait for nothing.
 */
final class KeySet {
    /** How long keys are used without a look at whether they are still the provider's. */
    static final Duration KEPT = Duration.ofHours(24);
    static final Duration PAUSE = Duration.ofMinutes(1);
    private static final long LONGEST_ANSWER = 64 * 1024;
    private static final Logger log = LoggerFactory.getLogger(KeySet.class);

    private final HttpRequest request;
    private final HttpClient client;
    private final InstantSource clock;
    private final Duration longestWait;
    private volatile Known known = new Known(List.of(), Instant.EPOCH);
    private @Nullable CompletableFuture<Known> fetch;
    private Instant fetchAgainAt = Instant.MIN;

    /**
     * @param longestWait for a fetch, from connecting to the last byte
     * @throws IllegalArgumentException when the address is none of HTTP's
     */
    KeySet(URI address, HttpClient client, InstantSource clock, Duration longestWait) {
        this.request = HttpRequest.newBuilder(address).header("Accept", "application/json").GET().build();
        this.client = client;
        this.clock = clock;
        this.longestWait = longestWait;
    }

    /** The keys of one fetch; two fetches are never equal. */
    record Known(List<PublicKey> keys, Instant fetchedAt) {}

    /** Those that may be used now; none when there is no way to them. */
    Known current() {
        var now = known;
        return isFresh(now) ? now : fetched(now);
    }

    /** Newer ones than these, which did not fit, if they may be had; else the same. */
    Known after(Known unfit) {
        return fetched(unfit);
    }

    private boolean isFresh(Known it) {
        return clock.instant().isBefore(it.fetchedAt().plus(KEPT));
    }

    private Known fetched(Known before) {
        CompletableFuture<Known> running;
        synchronized (this) {
            if (!known.equals(before) && isFresh(known)) {
                return known; // somebody fetched in between
            }
            running = fetch;
            if (running == null) {
                if (clock.instant().isBefore(fetchAgainAt)) {
                    return usable(before);
                }
                fetchAgainAt = clock.instant().plus(PAUSE);
                running = begin();
            }
        }
        try {
            return running.get(longestWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException _) {
            return usable(before); // what happened is logged once, by the fetch itself
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return usable(before);
        }
    }

    private Known usable(Known before) {
        return isFresh(before) ? before : new Known(List.of(), before.fetchedAt());
    }

    private CompletableFuture<Known> begin() {
        var exchange = client.sendAsync(request,
                BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_ANSWER));
        var running = exchange.thenApply(this::read)
                .orTimeout(longestWait.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((fetched, failure) -> {
                    exchange.cancel(true);
                    ended(fetched, failure);
                });
        // Its end waits for the lock that is held here, unless it came at once.
        fetch = running.isDone() ? null : running;
        return running;
    }

    private Known read(HttpResponse<byte[]> answer) {
        var keys = answer.statusCode() == 200
                ? Ed25519Keys.read(new String(answer.body(), StandardCharsets.UTF_8))
                : List.<PublicKey>of();
        if (keys.isEmpty()) {
            throw new UncheckedIOException(
                    new IOException("HTTP " + answer.statusCode() + " without an Ed25519 key"));
        }
        return new Known(keys, clock.instant());
    }

    private synchronized void ended(@Nullable Known fetched, @Nullable Throwable failure) {
        fetch = null;
        if (fetched == null) {
            log.warn(
                    "the keys at {} cannot be fetched, callbacks that they would verify are refused until they can: {}",
                    request.uri(),
                    NestedExceptionUtils.getMostSpecificCause(Objects.requireNonNull(failure)).toString());
        } else {
            known = fetched;
            log.info("{} keys fetched from {}", fetched.keys().size(), request.uri());
        }
    }
}
