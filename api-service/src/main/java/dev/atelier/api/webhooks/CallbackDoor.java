package dev.atelier.api.webhooks;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import dev.atelier.api.logging.SparingLog;
import dev.atelier.api.problems.ProblemCode;
import dev.atelier.api.problems.Refusal;
import dev.atelier.api.webhooks.signature.SignatureScheme;
import dev.atelier.api.webhooks.signature.SignatureSchemes;
import dev.atelier.api.webhooks.signature.SignedCallback;
import dev.atelier.batch.Batcher;
import dev.atelier.batch.Batchers;
import dev.atelier.batch.Overloaded;
import dev.atelier.catalog.AiProvider;
import dev.atelier.catalog.ProviderSpec;
import dev.atelier.credential.ProviderAccounts;
import dev.atelier.job.JobId;
import dev.atelier.messaging.Nudges;
import dev.atelier.webhook.WebhookEvents;
import dev.atelier.webhook.WebhookReceived;

/**
 * Judges callbacks and makes them durable. What is refused costs no write and no query; what is let in is with the broker or,
 * when the broker does not confirm it, in the database, before this returns.
 */
@Component
class CallbackDoor {
    private static final Logger log = LoggerFactory.getLogger(CallbackDoor.class);
    private static final Set<String> KEPT_HEADERS = Set.of("content-type", "user-agent");
    private static final int LONGEST_EVENT_ID = 200;
    private static final Duration SEND_AGAIN_IN = Duration.ofSeconds(30);

    private final ProviderAccounts accounts;
    private final SignatureSchemes schemes;
    /** Those that come while the broker confirms go in one message; the answer is why one was not published. */
    private final Batcher<WebhookReceived, Optional<Throwable>> published;
    private final WebhookEvents events;
    private final MeterRegistry meters;
    private final SparingLog refusals = new SparingLog(log);
    private final SparingLog brokerAway = new SparingLog(log);
    private final SparingLog nothingWorks = new SparingLog(log);

    CallbackDoor(ProviderAccounts accounts, SignatureSchemes schemes, Nudges nudges, WebhookEvents events,
            MeterRegistry meters, Batchers batchers) {
        this.accounts = accounts;
        this.schemes = schemes;
        published = batchers.open("callbacks-published", all -> published(nudges.webhooks(all)));
        this.events = events;
        this.meters = meters;
    }

    /**
     * To a job's own address, whose token was right. Signed as well, where the operator has set the provider's keys or the scheme
     * finds them by itself.
     */
    void letIn(AiProvider provider, JobId job, IncomingCallback callback) {
        if (provider.spec().callback().signature() != null
                && (!accounts.webhookKeys(provider.id()).isEmpty() || needsNoKeys(provider))) {
            requireGenuine(provider, callback);
        }
        keep(provider, job, callback);
    }

    /** To a provider's one address, which anybody may guess: only the signature speaks for it. */
    void letIn(AiProvider provider, IncomingCallback callback) {
        if (accounts.webhookKeys(provider.id()).isEmpty() && !needsNoKeys(provider)) {
            throw refused(provider, "no key is configured to verify it with: set atelier.providers." + provider.id()
                    + ".webhook-keys");
        }
        requireGenuine(provider, callback);
        keep(provider, null, callback);
    }

    private boolean needsNoKeys(AiProvider provider) {
        return Optional.ofNullable(provider.spec().callback().signature())
                .flatMap(it -> schemes.find(it.scheme()))
                .filter(SignatureScheme::isAlwaysRequired)
                .isPresent();
    }

    Refusal refusedAddress() {
        count("unknown", "refused");
        return refusal();
    }

    private void requireGenuine(AiProvider provider, IncomingCallback callback) {
        var signature = provider.spec().callback().signature();
        if (signature == null) {
            throw refused(provider, "its catalog file does not say how its callbacks are signed");
        }
        var scheme = schemes.find(signature.scheme())
                .orElseThrow(() -> refused(provider, "nothing here knows the signature scheme '" + signature.scheme()
                        + "' of its catalog file"));
        var signed = new SignedCallback(callback.headers(), callback.body(), callback.receivedAt());
        switch (scheme.judge(signed, signature.parameters(), accounts.webhookKeys(provider.id()))) {
            case SignatureScheme.Verdict.Genuine() -> log.debug("a callback of {} is genuine", provider.id());
            case SignatureScheme.Verdict.Refused(var why) -> throw refused(provider, why);
        }
    }

    private void keep(AiProvider provider, @Nullable JobId job, IncomingCallback callback) {
        var event = new WebhookReceived(provider.id(), job, eventKey(provider, job, callback),
                evidence(provider, callback.headers()), callback.body(), callback.receivedAt());
        try (var _ = MDC.putCloseable("provider", provider.id().value());
                var _ = MDC.putCloseable("job", job == null ? "" : job.toString())) {
            publish(event).ifPresentOrElse(failure -> {
                brokerAway.warn(
                        "the broker has not confirmed a callback, it is kept in the database for the dispatcher: {}",
                        NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
                store(event);
            }, () -> count(provider.id().value(), "published"));
        }
    }

    private Optional<Throwable> publish(WebhookReceived event) {
        try {
            return published.call(event);
        } catch (Overloaded e) {
            return Optional.of(e);
        }
    }

    private static List<Optional<Throwable>> published(List<CompletableFuture<Void>> sent) {
        return sent.stream().map(it -> it.handle((_, failure) -> Optional.ofNullable(failure)).join()).toList();
    }

    private void store(WebhookReceived event) {
        try {
            events.keep(event);
            count(event.provider().value(), "stored");
        } catch (DataAccessException | TransactionException e) {
            nothingWorks.warn("neither broker nor database takes callbacks, providers are told to send them again: {}",
                    NestedExceptionUtils.getMostSpecificCause(e).getMessage());
            count(event.provider().value(), "turned_away");
            throw Refusal.notNow(ProblemCode.CALLBACK_NOT_STORED, "Send it again.", SEND_AGAIN_IN);
        }
    }

    /**
     * The provider's own id of the event, where it has one. Else a digest of all that came: a callback that says something else
     * is another event, even under a signature that covers only an id.
     */
    private static String eventKey(AiProvider provider, @Nullable JobId job, IncomingCallback callback) {
        return Optional.ofNullable(provider.spec().callback().signature())
                .map(it -> it.parameters().get("eventIdPaths"))
                .flatMap(it -> new SignedCallback(Map.of(), callback.body(), callback.receivedAt()).text(it))
                .filter(it -> it.length() <= LONGEST_EVENT_ID && it.indexOf('\0') < 0)
                .orElseGet(() -> sha256((job == null ? "" : job) + "\n" + callback.body()));
    }

    private Map<String, String> evidence(AiProvider provider, Map<String, String> headers) {
        var names = new TreeSet<>(KEPT_HEADERS);
        ProviderSpec.Signature signature = provider.spec().callback().signature();
        if (signature != null) {
            schemes.find(signature.scheme()).ifPresent(it -> names.addAll(it.headers(signature.parameters())));
        }
        var kept = new TreeMap<>(headers);
        kept.keySet().retainAll(names);
        return kept;
    }

    private Refusal refused(AiProvider provider, String why) {
        refusals.warn("a callback of " + provider.id() + " is refused: {}", why);
        count(provider.id().value(), "refused");
        return refusal();
    }

    private static Refusal refusal() {
        return Refusal.of(ProblemCode.CALLBACK_REFUSED, "Nothing was done with it.");
    }

    private void count(String provider, String outcome) {
        meters.counter("atelier.callbacks", "provider", provider, "outcome", outcome).increment();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
