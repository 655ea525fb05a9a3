package dev.atelier.worker.gate;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.ProviderId;
import dev.atelier.catalog.ProviderSpec;
import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.worker.provider.ProviderException;

/**
 * One gate for each provider and key, in this process. A job that finds it shut is put off and uses up no attempt: the
 * provider was not called. The rate is the provider's, for one key; several workers that share a key may exceed it together, and
 * the provider's own 429 then puts jobs off the same way.
 */
@Component
public class ProviderGates {
    private static final Logger log = LoggerFactory.getLogger(ProviderGates.class);
    private static final Duration BREAK = Duration.ofSeconds(15);
    private static final int MOST_KEYS = 10_000;
    private static final CircuitBreakerConfig BREAKER = CircuitBreakerConfig.custom()
            .slidingWindowSize(20)
            .minimumNumberOfCalls(10)
            .failureRateThreshold(50)
            .waitDurationInOpenState(BREAK)
            .permittedNumberOfCallsInHalfOpenState(3)
            .automaticTransitionFromOpenToHalfOpenEnabled(false)
            .recordException(ProviderGates::saysThatItIsDown)
            .build();

    private final Catalog catalog;
    private final LoadingCache<Account, Gate> gates = Caffeine.newBuilder()
            .maximumSize(MOST_KEYS)
            .expireAfterAccess(Duration.ofHours(1))
            .build(this::gate);

    ProviderGates(Catalog catalog) {
        this.catalog = catalog;
    }

    private record Account(ProviderId provider, Secret key) {}

    private record Gate(CircuitBreaker breaker, Optional<RateLimiter> limiter, Duration period) {}

    /**
     * Submits through the gate.
     *
     * @throws ProviderException what the call throws; {@code RATE_LIMITED} when the gate is shut and nothing was called
     */
    public <T> T submit(ProviderId provider, Secret key, Supplier<T> call) {
        var gate = gates.get(new Account(provider, key));
        if (gate.limiter().filter(it -> !it.acquirePermission()).isPresent()) {
            throw new ProviderException(FailureKind.RATE_LIMITED, provider + " takes no more jobs for the moment",
                    gate.period());
        }
        try {
            return gate.breaker().executeSupplier(call);
        } catch (CallNotPermittedException e) {
            throw new ProviderException(FailureKind.RATE_LIMITED, provider + " is failing, the job waits", BREAK);
        }
    }

    private Gate gate(Account account) {
        var provider = account.provider();
        var rate = catalog.provider(provider).map(it -> it.spec().rateLimit());
        var breaker = CircuitBreaker.of(provider.value(), BREAKER);
        breaker.getEventPublisher()
                .onStateTransition(
                        it -> log.warn("{} is {} for one key", provider, switch (it.getStateTransition().getToState()) {
                            case OPEN, FORCED_OPEN -> "failing: its jobs wait " + BREAK;
                            case HALF_OPEN -> "tried again";
                            case CLOSED, DISABLED, METRICS_ONLY -> "working again";
                        }));
        return new Gate(breaker, rate.map(it -> limiter(provider, it)),
                rate.map(ProviderSpec.RateLimit::per).orElse(Duration.ZERO));
    }

    private static RateLimiter limiter(ProviderId provider, ProviderSpec.RateLimit rate) {
        return RateLimiter.of(provider.value(), RateLimiterConfig.custom()
                .limitForPeriod(rate.submissions())
                .limitRefreshPeriod(rate.per())
                .timeoutDuration(Duration.ZERO)
                .build());
    }

    private static boolean saysThatItIsDown(Throwable thrown) {
        return thrown instanceof ProviderException it
                && (it.kind() == FailureKind.PROVIDER_UNAVAILABLE || it.kind() == FailureKind.OUTCOME_UNKNOWN);
    }
}
