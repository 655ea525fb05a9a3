package dev.atelier.worker.provider.elevenlabs;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.worker.provider.HttpStatuses;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderWords;

/** ElevenLabs' errors in our kinds. */
final class ElevenlabsErrors {
    /** A generation may be missing for a moment. */
    private static final Duration GENERATION_APPEARS_IN = Duration.ofSeconds(5);

    private final ElevenlabsProperties properties;

    ElevenlabsErrors(ElevenlabsProperties properties) {
        this.properties = properties;
    }

    /** A submission was not accepted, or nobody knows. */
    ProviderException ofSubmit(ElevenlabsAnswer answer, Secret key) {
        return exception(submitted(answer), answer, key);
    }

    /** A generation was not to be had. Says nothing about it. */
    ProviderException ofCheck(ElevenlabsAnswer answer, Secret key) {
        return exception(HttpStatuses.afterRead(answer.status()), answer, key);
    }

    /** A generation of the Flows has failed; none of these is charged. */
    JobFailure ofGeneration(ProviderJson generation, Secret key) {
        var words = ProviderWords.quoted(generation.text("/error_message"), key);
        return switch (generation.text("/failure_reason").orElse("")) {
            case "moderated" -> new JobFailure(FailureKind.CONTENT_REJECTED,
                    "ElevenLabs' moderation refused it" + words + ".");
            case "invalid_parameters" -> new JobFailure(FailureKind.INVALID_INPUT,
                    "ElevenLabs could not use the input" + words + ".");
            case "charging_failed" -> new JobFailure(FailureKind.INSUFFICIENT_CREDIT,
                    "The ElevenLabs account has not enough credit.");
            // timeout, model_error, internal_error, dependency_failed, and whatever comes later.
            default -> new JobFailure(FailureKind.PROVIDER_FAILED, "ElevenLabs failed to make it" + words + ".");
        };
    }

    private static FailureKind submitted(ElevenlabsAnswer answer) {
        // A code says nothing about an answer that may follow upon a charge.
        if (answer.status() < 400 || answer.status() >= 500) {
            return HttpStatuses.afterSubmit(answer.status());
        }
        return answer.errorCode().flatMap(ElevenlabsErrors::refused).orElseGet(() -> refusedUnnamed(answer));
    }

    private static FailureKind refusedUnnamed(ElevenlabsAnswer answer) {
        return switch (answer.status()) {
            // The plan is too small for it.
            case 403 -> FailureKind.MODEL_UNAVAILABLE;
            case 400, 422 -> ProviderWords.speakOfRefusedContent(answer.words())
                    ? FailureKind.CONTENT_REJECTED
                    : FailureKind.INVALID_INPUT;
            default -> HttpStatuses.afterSubmit(answer.status());
        };
    }

    /** Several of these names come from notes, not from the published pages (unconfirmed). */
    private static Optional<FailureKind> refused(String code) {
        return Optional.ofNullable(switch (code) {
            case "quota_exceeded", "insufficient_credits" -> FailureKind.INSUFFICIENT_CREDIT;
            case "invalid_api_key", "missing_permissions", "needs_authorization" -> FailureKind.CREDENTIALS_REFUSED;
            case "paid_plan_required", "model_not_found" -> FailureKind.MODEL_UNAVAILABLE;
            case "voice_not_found", "max_character_limit_exceeded" -> FailureKind.INVALID_INPUT;
            case "bad_prompt", "content_against_policy" -> FailureKind.CONTENT_REJECTED;
            case "too_many_concurrent_requests", "system_busy" -> FailureKind.RATE_LIMITED;
            default -> code.startsWith("only_for_") ? FailureKind.MODEL_UNAVAILABLE : null;
        });
    }

    private ProviderException exception(FailureKind kind, ElevenlabsAnswer answer, Secret key) {
        var words = ProviderWords.quoted(answer.words(), key);
        var message = switch (kind) {
            case CREDENTIALS_REFUSED -> "ElevenLabs does not accept the API key, or it may not do this.";
            case INSUFFICIENT_CREDIT -> "The ElevenLabs account has not enough credit.";
            case CONTENT_REJECTED -> "ElevenLabs' moderation refused it" + words + ".";
            case INVALID_INPUT -> "ElevenLabs refused the input" + words + ".";
            case MODEL_UNAVAILABLE -> "ElevenLabs does not offer this model to this account" + words + ".";
            case RATE_LIMITED -> "ElevenLabs takes no more requests at the moment.";
            case PROVIDER_UNAVAILABLE -> "ElevenLabs did not say how the job stands (HTTP " + answer.status() + ").";
            case OUTCOME_UNKNOWN -> "ElevenLabs' answer leaves open whether it took the job (HTTP " + answer.status()
                    + ").";
            case MALFORMED_RESPONSE -> "ElevenLabs' answer about the job cannot be read.";
            case PROVIDER_FAILED, DEADLINE_EXCEEDED, OUTPUT_UNAVAILABLE, INTERNAL ->
                throw new IllegalStateException(kind.name());
        };
        return new ProviderException(kind, message, retryIn(kind, answer));
    }

    private @Nullable Duration retryIn(FailureKind kind, ElevenlabsAnswer answer) {
        return switch (kind) {
            case RATE_LIMITED -> answer.http().retryAfter().orElse(properties.rateLimitedFor());
            case PROVIDER_UNAVAILABLE -> answer.http()
                    .retryAfter()
                    .orElse(answer.status() == 404 ? GENERATION_APPEARS_IN : null);
            default -> null;
        };
    }
}
