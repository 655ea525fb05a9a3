package dev.atelier.worker.provider.openai;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.worker.provider.HttpStatuses;
import dev.atelier.worker.provider.ProviderAnswer;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderWords;

/** OpenAI's statuses and codes in our kinds. They mean different things in answers to submissions, to checks, and in responses. */
final class OpenAiErrors {
    /** Its own more precise form of {@code Retry-After}, in milliseconds. */
    private static final String RETRY_AFTER_MS = "retry-after-ms";

    private final OpenAiProperties properties;

    OpenAiErrors(OpenAiProperties properties) {
        this.properties = properties;
    }

    /** A submission was not accepted, or nobody knows. */
    ProviderException ofSubmit(ProviderAnswer answer, Secret key) {
        var error = OpenAiError.of(answer);
        var kind = error.map(it -> submitted(answer.status(), it))
                .orElseGet(() -> HttpStatuses.afterSubmit(answer.status()));
        return exception(kind, answer, error.flatMap(OpenAiError::words), key);
    }

    private static FailureKind submitted(int status, OpenAiError error) {
        if (status >= 400 && status < 500 && error.saysThatThereIsNoSuchModel()) {
            return FailureKind.MODEL_UNAVAILABLE;
        }
        return switch (status) {
            case 400 -> error.saysThatContentIsRejected()
                    ? FailureKind.CONTENT_REJECTED
                    : error.saysThereIsNoCredit() ? FailureKind.INSUFFICIENT_CREDIT : FailureKind.INVALID_INPUT;
            case 408, 409 -> FailureKind.PROVIDER_UNAVAILABLE;
            case 429 -> error.saysThereIsNoCredit() ? FailureKind.INSUFFICIENT_CREDIT : FailureKind.RATE_LIMITED;
            case 503 -> error.asksToSlowDown() ? FailureKind.RATE_LIMITED : FailureKind.OUTCOME_UNKNOWN;
            default -> HttpStatuses.afterSubmit(status);
        };
    }

    /** A submission was accepted, and the answer is no such thing as was asked for: it may be paid for all the same. */
    ProviderException unreadable(ProviderAnswer answer, Secret key) {
        return exception(FailureKind.OUTCOME_UNKNOWN, answer, Optional.empty(), key);
    }

    /** A response was not to be had. Says nothing about it. */
    ProviderException ofCheck(ProviderAnswer answer, Secret key) {
        var error = OpenAiError.of(answer);
        // A 404 among them: it does not know the response, or not yet, or not any more.
        var kind = answer.status() == 429 && error.filter(OpenAiError::saysThereIsNoCredit).isPresent()
                ? FailureKind.INSUFFICIENT_CREDIT
                : HttpStatuses.afterRead(answer.status());
        return exception(kind, answer, error.flatMap(OpenAiError::words), key);
    }

    /** A response has failed. */
    JobFailure ofResponse(Optional<OpenAiError> error, Secret key) {
        var kind = error.map(OpenAiErrors::failed).orElse(FailureKind.PROVIDER_FAILED);
        var words = ProviderWords.quoted(error.flatMap(OpenAiError::words), key);
        return new JobFailure(kind, switch (kind) {
            case CONTENT_REJECTED -> "OpenAI's moderation refused it" + words + ".";
            case INVALID_INPUT -> "OpenAI could not use the input" + words + ".";
            default -> "OpenAI failed to make it" + words + ".";
        });
    }

    private static FailureKind failed(OpenAiError error) {
        if (error.saysThatContentIsRejected() || ProviderWords.speakOfRefusedContent(error.words())) {
            return FailureKind.CONTENT_REJECTED;
        }
        return switch (error.code()) {
            case "invalid_prompt", "data_residency_mismatch" -> FailureKind.INVALID_INPUT;
            // A whole family: invalid_image, invalid_image_format, image_too_large, failed_to_download_image and so on.
            default -> error.code().contains("image") ? FailureKind.INVALID_INPUT : FailureKind.PROVIDER_FAILED;
        };
    }

    private ProviderException exception(FailureKind kind, ProviderAnswer answer, Optional<String> said, Secret key) {
        var words = ProviderWords.quoted(said, key);
        var status = "HTTP " + answer.status();
        var message = switch (kind) {
            case CREDENTIALS_REFUSED -> "OpenAI does not accept the API key for this" + words + ".";
            case INSUFFICIENT_CREDIT -> "The OpenAI account has no credit left.";
            case CONTENT_REJECTED -> "OpenAI's moderation refused it" + words + ".";
            case INVALID_INPUT -> "OpenAI refused the input" + words + ".";
            case MODEL_UNAVAILABLE -> "OpenAI does not offer this model to this account" + words + ".";
            case RATE_LIMITED -> "OpenAI takes no more requests at the moment.";
            case PROVIDER_UNAVAILABLE -> "OpenAI is not available (" + status + ").";
            case OUTCOME_UNKNOWN -> "OpenAI's answer leaves open what became of the job (" + status + ").";
            case MALFORMED_RESPONSE -> "OpenAI's answer cannot be read (" + status + ").";
            case PROVIDER_FAILED, DEADLINE_EXCEEDED, OUTPUT_UNAVAILABLE, INTERNAL ->
                throw new IllegalStateException(kind.name());
        };
        return new ProviderException(kind, message, retryIn(kind, answer));
    }

    private @Nullable Duration retryIn(FailureKind kind, ProviderAnswer answer) {
        return switch (kind) {
            case RATE_LIMITED -> asked(answer).orElse(properties.rateLimitedFor());
            case PROVIDER_UNAVAILABLE -> asked(answer).orElse(null);
            default -> null;
        };
    }

    private static Optional<Duration> asked(ProviderAnswer answer) {
        return answer.header(RETRY_AFTER_MS)
                .filter(it -> it.matches("[0-9]{1,8}"))
                .map(it -> Duration.ofMillis(Long.parseLong(it)))
                .or(answer::retryAfter);
    }
}
