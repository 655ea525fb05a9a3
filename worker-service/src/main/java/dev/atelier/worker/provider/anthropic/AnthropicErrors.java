package dev.atelier.worker.provider.anthropic;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.worker.provider.HttpStatuses;
import dev.atelier.worker.provider.ProviderAnswer;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderWords;

/** Anthropic's errors, {@code {"type":"error","error":{type,message,details}}}, in our kinds. */
final class AnthropicErrors {
    /** Its own status for "overloaded": nothing was begun. */
    private static final int OVERLOADED = 529;

    private final AnthropicProperties properties;

    AnthropicErrors(AnthropicProperties properties) {
        this.properties = properties;
    }

    /** A submission was not accepted, or nobody knows. */
    ProviderException ofSubmit(ProviderAnswer answer, Secret key) {
        var error = error(answer);
        var kind = switch (answer.status()) {
            case 400 -> badRequest(words(error));
            // It contends with another one, says Anthropic itself.
            case 409 -> error.isPresent() ? FailureKind.PROVIDER_UNAVAILABLE : FailureKind.OUTCOME_UNKNOWN;
            case 429 -> isSpent(error) ? FailureKind.INSUFFICIENT_CREDIT : FailureKind.RATE_LIMITED;
            case OVERLOADED -> FailureKind.PROVIDER_UNAVAILABLE;
            // 500 and 504 among them: it may have been written, and billed.
            default -> HttpStatuses.afterSubmit(answer.status());
        };
        return exception(kind, answer, error, key);
    }

    /** A batch was not to be had. Says nothing about it. */
    ProviderException ofCheck(ProviderAnswer answer, Secret key) {
        return exception(HttpStatuses.afterRead(answer.status()), answer, error(answer), key);
    }

    /** A request of a batch has failed. */
    JobFailure ofResult(Optional<String> type, Optional<String> words, Secret key) {
        var kind = switch (type.orElse("")) {
            case "invalid_request_error" -> badRequest(words);
            case "request_too_large" -> FailureKind.INVALID_INPUT;
            case "authentication_error", "permission_error" -> FailureKind.CREDENTIALS_REFUSED;
            case "billing_error" -> FailureKind.INSUFFICIENT_CREDIT;
            case "not_found_error" -> FailureKind.MODEL_UNAVAILABLE;
            // api_error, overloaded_error, rate_limit_error and timeout_error among them: a new job may well succeed.
            default -> FailureKind.PROVIDER_FAILED;
        };
        return new JobFailure(kind, kind == FailureKind.PROVIDER_FAILED
                ? "Anthropic failed to write it" + ProviderWords.quoted(words, key) + "."
                : message(kind, ProviderWords.quoted(words, key), ""));
    }

    private static FailureKind badRequest(Optional<String> words) {
        // So older messages say it; there is a status for it now (unconfirmed).
        if (words.filter(it -> it.toLowerCase(Locale.ROOT).contains("credit balance")).isPresent()) {
            return FailureKind.INSUFFICIENT_CREDIT;
        }
        return ProviderWords.speakOfRefusedContent(words)
                ? FailureKind.CONTENT_REJECTED
                : FailureKind.INVALID_INPUT;
    }

    /** A limit of money looks like one of rate, but waiting does not help. How it is named is (unconfirmed). */
    private static boolean isSpent(Optional<ProviderJson> error) {
        return error.flatMap(it -> it.text("/details/error_code")).filter(it -> it.contains("spend")).isPresent();
    }

    private ProviderException exception(FailureKind kind, ProviderAnswer answer, Optional<ProviderJson> error,
            Secret key) {
        return new ProviderException(kind,
                message(kind, ProviderWords.quoted(words(error), key), "HTTP " + answer.status()),
                retryIn(kind, answer));
    }

    private static String message(FailureKind kind, String words, String said) {
        return switch (kind) {
            case CREDENTIALS_REFUSED -> "Anthropic does not accept the API key" + words + ".";
            case INSUFFICIENT_CREDIT -> "The Anthropic account has not enough credit.";
            case CONTENT_REJECTED -> "Anthropic refused the content" + words + ".";
            case INVALID_INPUT -> "Anthropic refused the input" + words + ".";
            case MODEL_UNAVAILABLE -> "Anthropic does not offer this model" + words + ".";
            case RATE_LIMITED -> "Anthropic takes no more requests at the moment" + words + ".";
            case PROVIDER_UNAVAILABLE -> "Anthropic is not available (" + said + ").";
            case OUTCOME_UNKNOWN -> "Anthropic's answer leaves open whether it took the job (" + said + ").";
            case MALFORMED_RESPONSE -> "Anthropic's answer cannot be read (" + said + ").";
            case PROVIDER_FAILED, DEADLINE_EXCEEDED, OUTPUT_UNAVAILABLE, INTERNAL ->
                throw new IllegalStateException(kind.name());
        };
    }

    private @Nullable Duration retryIn(FailureKind kind, ProviderAnswer answer) {
        return switch (kind) {
            case RATE_LIMITED -> answer.retryAfter().orElse(properties.rateLimitedFor());
            case PROVIDER_UNAVAILABLE -> answer.retryAfter().orElse(null);
            default -> null;
        };
    }

    private static Optional<ProviderJson> error(ProviderAnswer answer) {
        return answer.json().flatMap(it -> it.object("/error"));
    }

    private static Optional<String> words(Optional<ProviderJson> error) {
        return error.flatMap(it -> it.text("/message"));
    }
}
