package dev.atelier.worker.provider.geminigen;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.worker.provider.HttpStatuses;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderWords;

/** Geminigen.ai's error codes in our kinds. */
final class GeminigenErrors {
    private static final String CREDIT_LOCKED = "NOT_ENOUGH_AND_LOCK_CREDIT";
    /** A generation may be missing from the history for a moment. */
    private static final Duration HISTORY_APPEARS_IN = Duration.ofSeconds(5);

    private final GeminigenProperties properties;

    GeminigenErrors(GeminigenProperties properties) {
        this.properties = properties;
    }

    /** A submission was not accepted, or nobody knows. */
    ProviderException ofSubmit(GeminigenAnswer answer, Secret key) {
        var kind = answer.errorCode()
                .flatMap(GeminigenErrors::refused)
                .orElseGet(() -> refusedUnnamed(answer));
        return exception(kind, answer, key);
    }

    private static FailureKind refusedUnnamed(GeminigenAnswer answer) {
        var kind = HttpStatuses.afterSubmit(answer.status());
        return kind == FailureKind.INVALID_INPUT && ProviderWords.speakOfRefusedContent(answer.words())
                ? FailureKind.CONTENT_REJECTED
                : kind;
    }

    /** The history was not to be had. Says nothing about the generation. */
    ProviderException ofCheck(GeminigenAnswer answer, Secret key) {
        var kind = answer.errorCode()
                .flatMap(GeminigenErrors::refused)
                .filter(it -> it == FailureKind.CREDENTIALS_REFUSED || it == FailureKind.RATE_LIMITED)
                .orElseGet(() -> HttpStatuses.afterRead(answer.status()));
        return exception(kind, answer, key);
    }

    /** A generation has failed. */
    JobFailure ofGeneration(GeminigenGeneration generation, Secret key) {
        var words = generation.errorMessage();
        var kind = generation.errorCode()
                .flatMap(GeminigenErrors::failed)
                .orElseGet(() -> ProviderWords.speakOfRefusedContent(words) || isPolicyRefusal(generation)
                        ? FailureKind.CONTENT_REJECTED
                        : FailureKind.PROVIDER_FAILED);
        var quoted = ProviderWords.quoted(words, key);
        return new JobFailure(kind, switch (kind) {
            case CONTENT_REJECTED -> "Geminigen.ai's moderation refused it" + quoted + ".";
            case INVALID_INPUT -> "Geminigen.ai could not use the input" + quoted + ".";
            default -> "Geminigen.ai failed to make it" + quoted + ".";
        });
    }

    /** Clients report it; the published pages do not name it. */
    private static boolean isPolicyRefusal(GeminigenGeneration generation) {
        return generation.status().filter(it -> it == -2).isPresent();
    }

    private static Optional<FailureKind> refused(String code) {
        return Optional.ofNullable(switch (code) {
            case "API_KEY_REQUIRED", "API_KEY_NOT_FOUND", "USER_NOT_FOUND", "FORBIDDEN" ->
                FailureKind.CREDENTIALS_REFUSED;
            case "NOT_ENOUGH_CREDIT" -> FailureKind.INSUFFICIENT_CREDIT;
            // Credit is there, held by jobs that still run.
            case CREDIT_LOCKED, "RATE_LIMIT_ERROR", "GEMINI_RATE_LIMIT" -> FailureKind.RATE_LIMITED;
            case "TEXT_TOO_LONG", "FILE_TYPE_NOT_ALLOWED", "MAXIMUM_FILE_SIZE_EXCEED", "PLAN_MAX_FILE_SIZE_EXCEED",
                    "PLAN_TOTAL_FILE_EXCEED", "TOO_MANY_IMAGES", "PDF_MORE_THAN_400_PAGES", "VOICE_NOT_FOUND",
                    "VOICE_NOT_ACTIVE" ->
                FailureKind.INVALID_INPUT;
            case "GEMINI_RAI_MEDIA_FILTERED" -> FailureKind.CONTENT_REJECTED;
            // May have been taken, and billed.
            case "SYSTEM_ERROR" -> FailureKind.OUTCOME_UNKNOWN;
            default -> code.endsWith("PREMIUM_PLAN_REQUIRED") ? FailureKind.MODEL_UNAVAILABLE : null;
        });
    }

    /** What a refusal means once the generation was taken: the rate is upstream's, and an error is an outcome. */
    private static Optional<FailureKind> failed(String code) {
        return refused(code).map(it -> switch (it) {
            case RATE_LIMITED, OUTCOME_UNKNOWN -> FailureKind.PROVIDER_FAILED;
            default -> it;
        });
    }

    private ProviderException exception(FailureKind kind, GeminigenAnswer answer, Secret key) {
        var words = ProviderWords.quoted(answer.words(), key);
        var message = switch (kind) {
            case CREDENTIALS_REFUSED -> "Geminigen.ai does not accept the API key.";
            case INSUFFICIENT_CREDIT -> "The Geminigen.ai account has not enough credit.";
            case CONTENT_REJECTED -> "Geminigen.ai's moderation refused it" + words + ".";
            case INVALID_INPUT -> "Geminigen.ai refused the input" + words + ".";
            case MODEL_UNAVAILABLE -> "Geminigen.ai does not offer this model to this account" + words + ".";
            case RATE_LIMITED -> isCreditLocked(answer)
                    ? "The Geminigen.ai account's credit is held by jobs that still run."
                    : "Geminigen.ai takes no more requests at the moment.";
            case PROVIDER_UNAVAILABLE -> "Geminigen.ai is not available (HTTP " + answer.status() + ").";
            case OUTCOME_UNKNOWN -> "Geminigen.ai's answer leaves open whether it took the job (HTTP "
                    + answer.status() + ").";
            case MALFORMED_RESPONSE -> "Geminigen.ai's answer cannot be read: it names no generation.";
            case PROVIDER_FAILED, DEADLINE_EXCEEDED, OUTPUT_UNAVAILABLE, INTERNAL ->
                throw new IllegalStateException(kind.name());
        };
        return new ProviderException(kind, message, retryIn(kind, answer));
    }

    private @Nullable Duration retryIn(FailureKind kind, GeminigenAnswer answer) {
        return switch (kind) {
            case RATE_LIMITED -> answer.retryAfter()
                    .orElse(isCreditLocked(answer) ? properties.creditLockedFor() : properties.rateLimitedFor());
            case PROVIDER_UNAVAILABLE -> answer.retryAfter().orElse(answer.status() == 404 ? HISTORY_APPEARS_IN : null);
            default -> null;
        };
    }

    private static boolean isCreditLocked(GeminigenAnswer answer) {
        return answer.errorCode().filter(CREDIT_LOCKED::equals).isPresent();
    }
}
