package dev.atelier.worker.provider.replicate;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.worker.provider.HttpStatuses;
import dev.atelier.worker.provider.ProviderAnswer;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderWords;

/** Replicate's statuses, and the words of failed predictions, in our kinds. */
final class ReplicateErrors {
    /** The answer to a request beyond the rate says in words when the next is taken. */
    private static final Pattern RESETS_IN = Pattern.compile("resets in ~?([0-9]{1,4})s");
    /** The input was too much for the machine: the same one will be again. */
    private static final Pattern OUT_OF_MEMORY = Pattern.compile("\\bE1001\\b");
    /** A prediction may be unknown for a moment after it was created. */
    private static final Duration PREDICTION_APPEARS_IN = Duration.ofSeconds(5);

    private final ReplicateProperties properties;

    ReplicateErrors(ReplicateProperties properties) {
        this.properties = properties;
    }

    /** A submission was not accepted, or nobody knows. */
    ProviderException ofSubmit(ProviderAnswer answer, Secret token) {
        var kind = HttpStatuses.afterSubmit(answer.status());
        return exception(kind == FailureKind.INVALID_INPUT && ProviderWords.speakOfRefusedContent(words(answer))
                ? FailureKind.CONTENT_REJECTED
                : kind, answer, token);
    }

    /** A prediction was not to be had. Says nothing about it. */
    ProviderException ofCheck(ProviderAnswer answer, Secret token) {
        return exception(HttpStatuses.afterRead(answer.status()), answer, token);
    }

    /** A prediction has failed. */
    JobFailure ofPrediction(Optional<String> error, Secret token) {
        var words = ProviderWords.quoted(error, token);
        if (ProviderWords.speakOfRefusedContent(error)) {
            return new JobFailure(FailureKind.CONTENT_REJECTED, "Replicate's moderation refused it" + words + ".");
        }
        return error.filter(it -> OUT_OF_MEMORY.matcher(it).find()).isPresent()
                ? new JobFailure(FailureKind.INVALID_INPUT, "The input is too large for Replicate" + words + ".")
                : new JobFailure(FailureKind.PROVIDER_FAILED, "Replicate failed to make it" + words + ".");
    }

    private static Optional<String> words(ProviderAnswer answer) {
        return answer.json().flatMap(it -> it.text("/detail", "/title"));
    }

    private ProviderException exception(FailureKind kind, ProviderAnswer answer, Secret token) {
        var words = ProviderWords.quoted(words(answer), token);
        var message = switch (kind) {
            case CREDENTIALS_REFUSED -> "Replicate does not accept the API token.";
            case INSUFFICIENT_CREDIT -> "The Replicate account has not enough credit.";
            case CONTENT_REJECTED -> "Replicate's moderation refused it" + words + ".";
            case INVALID_INPUT -> "Replicate refused the input" + words + ".";
            case MODEL_UNAVAILABLE -> "Replicate does not offer this model" + words + ".";
            case RATE_LIMITED -> "Replicate takes no more requests at the moment.";
            case PROVIDER_UNAVAILABLE -> "Replicate is not available (HTTP " + answer.status() + ").";
            case OUTCOME_UNKNOWN -> "Replicate's answer leaves open whether it took the job (HTTP " + answer.status()
                    + ").";
            case MALFORMED_RESPONSE -> "Replicate's answer cannot be read (HTTP " + answer.status() + ").";
            case PROVIDER_FAILED, DEADLINE_EXCEEDED, OUTPUT_UNAVAILABLE, INTERNAL ->
                throw new IllegalStateException(kind.name());
        };
        return new ProviderException(kind, message, retryIn(kind, answer));
    }

    private @Nullable Duration retryIn(FailureKind kind, ProviderAnswer answer) {
        return switch (kind) {
            case RATE_LIMITED -> answer.retryAfter().or(() -> resetsIn(answer)).orElse(properties.rateLimitedFor());
            case PROVIDER_UNAVAILABLE ->
                answer.retryAfter().orElse(answer.status() == 404 ? PREDICTION_APPEARS_IN : null);
            default -> null;
        };
    }

    private static Optional<Duration> resetsIn(ProviderAnswer answer) {
        return words(answer).map(RESETS_IN::matcher)
                .filter(Matcher::find)
                .map(it -> Duration.ofSeconds(Long.parseLong(it.group(1))));
    }
}
