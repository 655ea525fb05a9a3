package dev.atelier.worker.provider.bfl;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.worker.provider.HttpStatuses;
import dev.atelier.worker.provider.ProviderAnswer;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderWords;

/** Black Forest Labs' errors in our kinds. An HTTP status says it all; the words beside it have several shapes. */
final class BflErrors {
    /** A job appears a moment after it was taken. */
    private static final Duration JOB_APPEARS_IN = Duration.ofSeconds(5);

    private final BflProperties properties;

    BflErrors(BflProperties properties) {
        this.properties = properties;
    }

    /** A submission was not accepted, or nobody knows. */
    ProviderException ofSubmit(ProviderAnswer answer, Secret key) {
        return exception(HttpStatuses.afterSubmit(answer.status()), answer, key);
    }

    /** How a job stands was not to be had. Says nothing about the job. */
    ProviderException ofCheck(ProviderAnswer answer, Secret key) {
        return exception(HttpStatuses.afterRead(answer.status()), answer, key);
    }

    /** Not final: so it is for a moment after the job was taken, and in another region than the job's. */
    ProviderException notFound() {
        return new ProviderException(FailureKind.PROVIDER_UNAVAILABLE, "Black Forest Labs does not know the job (yet).",
                JOB_APPEARS_IN);
    }

    /** Input or output were held back. */
    JobFailure moderated(String what, ProviderJson result, Secret key) {
        var reasons = String.join(", ", result.texts("/details/Moderation Reasons"));
        return new JobFailure(FailureKind.CONTENT_REJECTED, "Black Forest Labs' moderation refused the " + what
                + ProviderWords.quoted(Optional.of(reasons), key) + ".");
    }

    JobFailure failed(ProviderJson result, Secret key) {
        var words = result.text("/details/error", "/details/message", "/details", "/error", "/message");
        return new JobFailure(FailureKind.PROVIDER_FAILED,
                "Black Forest Labs failed to make it" + ProviderWords.quoted(words, key) + ".");
    }

    private ProviderException exception(FailureKind kind, ProviderAnswer answer, Secret key) {
        var words = ProviderWords.quoted(answer.json().flatMap(BflErrors::words), key);
        var said = " (HTTP " + answer.status() + ").";
        var message = switch (kind) {
            case CREDENTIALS_REFUSED -> "Black Forest Labs does not accept the API key.";
            case INSUFFICIENT_CREDIT -> "The Black Forest Labs account has not enough credit.";
            case INVALID_INPUT -> "Black Forest Labs refused the input" + words + ".";
            case MODEL_UNAVAILABLE -> "Black Forest Labs does not offer this model now.";
            case RATE_LIMITED -> "Black Forest Labs takes no more jobs at the moment.";
            case PROVIDER_UNAVAILABLE -> "Black Forest Labs is not available" + said;
            case OUTCOME_UNKNOWN -> "Black Forest Labs' answer leaves open whether it took the job" + said;
            case MALFORMED_RESPONSE -> "Black Forest Labs' answer cannot be read" + said;
            case CONTENT_REJECTED, PROVIDER_FAILED, DEADLINE_EXCEEDED, OUTPUT_UNAVAILABLE, INTERNAL ->
                throw new IllegalStateException(kind.name());
        };
        return new ProviderException(kind, message, retryIn(kind, answer));
    }

    private @Nullable Duration retryIn(FailureKind kind, ProviderAnswer answer) {
        return switch (kind) {
            case RATE_LIMITED -> answer.retryAfter().orElse(properties.rateLimitedFor());
            case PROVIDER_UNAVAILABLE -> answer.retryAfter().orElse(null);
            default -> null;
        };
    }

    /** A validation names fields, as {@code width: Input should be a multiple of 32}; what was sent is not repeated. */
    private static Optional<String> words(ProviderJson body) {
        var fields = body.objects("/detail")
                .stream()
                .map(it -> Stream.concat(it.texts("/loc").stream().filter(step -> !step.equals("body")),
                        it.text("/msg").stream()).collect(Collectors.joining(": ")))
                .collect(Collectors.joining("; "));
        return fields.isEmpty() ? body.text("/detail", "/message", "/error") : Optional.of(fields);
    }
}
