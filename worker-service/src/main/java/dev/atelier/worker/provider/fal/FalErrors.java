package dev.atelier.worker.provider.fal;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.worker.provider.HttpStatuses;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderWords;

/** fal.ai's statuses and error types in our kinds. */
final class FalErrors {
    static final String CANCELLED = "client_cancelled";
    private static final String POLICY = "content_policy_violation";
    /** An account without credit is locked, which is said with the status of a wrong key (unconfirmed). */
    private static final Pattern NO_CREDIT = Pattern.compile("(?i)\\bbalance\\b|\\bcredits?\\b|\\btop up\\b");
    /** A request may be unknown for a moment after it was taken. */
    private static final Duration REQUEST_APPEARS_IN = Duration.ofSeconds(5);

    private final FalProperties properties;

    FalErrors(FalProperties properties) {
        this.properties = properties;
    }

    /** A submission was not accepted, or nobody knows. */
    ProviderException ofSubmit(FalAnswer answer, Secret key) {
        var kind = HttpStatuses.afterSubmit(answer.status());
        return exception(switch (kind) {
            case INVALID_INPUT -> input(answer);
            case CREDENTIALS_REFUSED -> credentials(answer.words());
            default -> kind;
        }, answer, key);
    }

    /** A request's status or result was not to be had. Says nothing about the request. */
    ProviderException ofCheck(FalAnswer answer, Secret key) {
        var kind = HttpStatuses.afterRead(answer.status());
        return exception(kind == FailureKind.CREDENTIALS_REFUSED ? credentials(answer.words()) : kind, answer, key);
    }

    /**
     * A request has failed; its result is this error.
     *
     * @param type as its status names it
     */
    JobFailure ofRequest(FalAnswer result, Optional<String> type, Secret key) {
        if (type.filter(CANCELLED::equals).isPresent() || result.types().contains(CANCELLED)) {
            return new JobFailure(FailureKind.PROVIDER_FAILED, "fal.ai reports that the request was cancelled.");
        }
        var kind = switch (result.status()) {
            case 400, 413, 415, 422 -> input(result);
            case 402 -> FailureKind.INSUFFICIENT_CREDIT;
            default -> type.filter(POLICY::equals).isPresent() || result.types().contains(POLICY)
                    ? FailureKind.CONTENT_REJECTED
                    : FailureKind.PROVIDER_FAILED;
        };
        var words = ProviderWords.quoted(result.words(), key);
        return new JobFailure(kind, switch (kind) {
            case CONTENT_REJECTED -> "fal.ai's moderation refused it" + words + ".";
            case INVALID_INPUT -> "fal.ai could not use the input" + words + ".";
            default -> "fal.ai failed to make it" + words + ".";
        });
    }

    private static FailureKind input(FalAnswer answer) {
        return answer.types().contains(POLICY) || ProviderWords.speakOfRefusedContent(answer.words())
                ? FailureKind.CONTENT_REJECTED
                : FailureKind.INVALID_INPUT;
    }

    private static FailureKind credentials(Optional<String> words) {
        return words.filter(it -> NO_CREDIT.matcher(it).find()).isPresent()
                ? FailureKind.INSUFFICIENT_CREDIT
                : FailureKind.CREDENTIALS_REFUSED;
    }

    private ProviderException exception(FailureKind kind, FalAnswer answer, Secret key) {
        var words = ProviderWords.quoted(answer.words(), key);
        var message = switch (kind) {
            case CREDENTIALS_REFUSED -> "fal.ai does not accept the API key.";
            case INSUFFICIENT_CREDIT -> "The fal.ai account has not enough credit.";
            case CONTENT_REJECTED -> "fal.ai's moderation refused it" + words + ".";
            case INVALID_INPUT -> "fal.ai refused the input" + words + ".";
            case MODEL_UNAVAILABLE -> "fal.ai does not offer this model" + words + ".";
            case RATE_LIMITED -> "fal.ai takes no more requests at the moment.";
            case PROVIDER_UNAVAILABLE -> "fal.ai is not available (HTTP " + answer.status() + ").";
            case OUTCOME_UNKNOWN -> "fal.ai's answer leaves open whether it took the job (HTTP " + answer.status()
                    + ").";
            case MALFORMED_RESPONSE -> "fal.ai's answer cannot be read (HTTP " + answer.status() + ").";
            case PROVIDER_FAILED, DEADLINE_EXCEEDED, OUTPUT_UNAVAILABLE, INTERNAL ->
                throw new IllegalStateException(kind.name());
        };
        return new ProviderException(kind, message, retryIn(kind, answer));
    }

    private @Nullable Duration retryIn(FailureKind kind, FalAnswer answer) {
        return switch (kind) {
            case RATE_LIMITED -> answer.retryAfter().orElse(properties.rateLimitedFor());
            case PROVIDER_UNAVAILABLE ->
                answer.retryAfter().orElse(answer.status() == 404 ? REQUEST_APPEARS_IN : null);
            default -> null;
        };
    }
}
