package dev.atelier.worker.provider.google;

import java.time.Duration;
import java.util.Locale;
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
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderWords;

/**
 * Google's errors in our kinds. They have one shape, {@code {"error":{code,message,status,details}}}; the status is the name of
 * a gRPC code. Inside of a job the same codes come as numbers, or by name, in any case.
 */
final class GoogleErrors {
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,9})(\\.[0-9]+)?s");
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private final GoogleProperties properties;

    GoogleErrors(GoogleProperties properties) {
        this.properties = properties;
    }

    /** A submission was not accepted, or nobody knows. */
    ProviderException ofSubmit(ProviderAnswer answer, Secret key) {
        var error = error(answer);
        var kind = switch (answer.status()) {
            case 400 -> badRequest(error);
            // Overloaded, says Google itself; a gateway that says the same without its words may not know.
            case 503 -> status(error).equals("UNAVAILABLE")
                    ? FailureKind.PROVIDER_UNAVAILABLE
                    : FailureKind.OUTCOME_UNKNOWN;
            default -> HttpStatuses.afterSubmit(answer.status());
        };
        return exception(kind, answer, error, key);
    }

    /** A job was not to be had. Says nothing about it. */
    ProviderException ofCheck(ProviderAnswer answer, Secret key) {
        var error = error(answer);
        var kind = answer.status() == 400 && badRequest(error) == FailureKind.CREDENTIALS_REFUSED
                ? FailureKind.CREDENTIALS_REFUSED
                : HttpStatuses.afterRead(answer.status());
        return exception(kind, answer, error, key);
    }

    private static FailureKind badRequest(Optional<ProviderJson> error) {
        var words = words(error);
        // A precondition is billing, or the account's region. A bad key may come as a bad request (unconfirmed).
        if (isPrecondition(error) || hasReason(error, "API_KEY_INVALID")
                || words.filter(it -> it.startsWith("API key not valid")).isPresent()) {
            return FailureKind.CREDENTIALS_REFUSED;
        }
        return ProviderWords.speakOfRefusedContent(words)
                ? FailureKind.CONTENT_REJECTED
                : FailureKind.INVALID_INPUT;
    }

    /**
     * A job has failed.
     *
     * @param code a gRPC code, as a number or by its name; how interactions name theirs is not published (unconfirmed)
     */
    JobFailure ofJob(Optional<String> code, Optional<String> words, Secret key) {
        var kind = ProviderWords.speakOfRefusedContent(words)
                ? FailureKind.CONTENT_REJECTED
                : failed(code.orElse("").toUpperCase(Locale.ROOT));
        var quoted = ProviderWords.quoted(words, key);
        return new JobFailure(kind, switch (kind) {
            case CONTENT_REJECTED -> "Google's safety filters refused it" + quoted + ".";
            case INVALID_INPUT -> "Google could not use the input" + quoted + ".";
            case CREDENTIALS_REFUSED -> "Google does not let this account do that" + quoted + ".";
            case MODEL_UNAVAILABLE -> "Google does not offer this model now" + quoted + ".";
            default -> "Google failed to make it" + quoted + ".";
        });
    }

    private static FailureKind failed(String code) {
        return switch (code) {
            case "3", "11", "INVALID_ARGUMENT", "OUT_OF_RANGE" -> FailureKind.INVALID_INPUT;
            case "5", "12", "NOT_FOUND", "UNIMPLEMENTED" -> FailureKind.MODEL_UNAVAILABLE;
            case "7", "9", "16", "PERMISSION_DENIED", "FAILED_PRECONDITION", "UNAUTHENTICATED" ->
                FailureKind.CREDENTIALS_REFUSED;
            case "SAFETY", "IMAGE_SAFETY", "BLOCKLIST", "PROHIBITED_CONTENT", "CONTENT_FILTERED" ->
                FailureKind.CONTENT_REJECTED;
            // 8 (exhausted), 13 (internal) and 14 (unavailable) among them: a new job may well succeed.
            default -> FailureKind.PROVIDER_FAILED;
        };
    }

    private ProviderException exception(FailureKind kind, ProviderAnswer answer, Optional<ProviderJson> error,
            Secret key) {
        var words = ProviderWords.quoted(words(error), key);
        var message = switch (kind) {
            case CREDENTIALS_REFUSED -> answer.status() == 400 && isPrecondition(error)
                    ? "Google refuses this account" + words + "."
                    : "Google does not accept the API key.";
            case INSUFFICIENT_CREDIT -> "The Google account has not enough credit.";
            case CONTENT_REJECTED -> "Google's safety filters refused it" + words + ".";
            case INVALID_INPUT -> "Google refused the input" + words + ".";
            case MODEL_UNAVAILABLE -> "Google does not offer this model now" + words + ".";
            case RATE_LIMITED -> "Google takes no more requests at the moment" + words + ".";
            case PROVIDER_UNAVAILABLE -> "Google is not available (HTTP " + answer.status() + ").";
            case OUTCOME_UNKNOWN -> "Google's answer leaves open whether it took the job (HTTP " + answer.status()
                    + ").";
            case MALFORMED_RESPONSE -> "Google's answer cannot be read (HTTP " + answer.status() + ").";
            case PROVIDER_FAILED, DEADLINE_EXCEEDED, OUTPUT_UNAVAILABLE, INTERNAL ->
                throw new IllegalStateException(kind.name());
        };
        return new ProviderException(kind, message, retryIn(kind, answer, error));
    }

    private static boolean isPrecondition(Optional<ProviderJson> error) {
        return status(error).equals("FAILED_PRECONDITION");
    }

    private @Nullable Duration retryIn(FailureKind kind, ProviderAnswer answer, Optional<ProviderJson> error) {
        if (kind != FailureKind.RATE_LIMITED && kind != FailureKind.PROVIDER_UNAVAILABLE) {
            return null;
        }
        var asked = error.flatMap(GoogleErrors::retryDelay).or(answer::retryAfter);
        if (kind == FailureKind.PROVIDER_UNAVAILABLE) {
            return asked.orElse(null);
        }
        return isOfTheDay(error)
                ? longer(asked.orElse(Duration.ZERO), properties.dailyQuotaFor())
                : asked.orElse(properties.rateLimitedFor());
    }

    private static Optional<Duration> retryDelay(ProviderJson error) {
        return error.objects("/details")
                .stream()
                .flatMap(it -> it.text("/retryDelay").stream())
                .map(SECONDS::matcher)
                .filter(Matcher::matches)
                .map(it -> Duration.ofSeconds(Long.parseLong(it.group(1)) + (it.group(2) == null ? 0 : 1)))
                .map(it -> it.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : it)
                .findFirst();
    }

    /** Which quota is used up stands in the details (unconfirmed). */
    private static boolean isOfTheDay(Optional<ProviderJson> error) {
        return error.stream()
                .flatMap(it -> it.objects("/details").stream())
                .flatMap(it -> it.objects("/violations").stream())
                .anyMatch(it -> it.text("/quotaId", "/quotaMetric").filter(id -> id.contains("PerDay")).isPresent());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Optional<ProviderJson> error(ProviderAnswer answer) {
        return answer.json().flatMap(it -> it.object("/error"));
    }

    private static String status(Optional<ProviderJson> error) {
        return error.flatMap(it -> it.text("/status")).orElse("");
    }

    private static Optional<String> words(Optional<ProviderJson> error) {
        return error.flatMap(it -> it.text("/message"));
    }

    private static boolean hasReason(Optional<ProviderJson> error, String reason) {
        return error.stream()
                .flatMap(it -> it.objects("/details").stream())
                .anyMatch(it -> it.text("/reason").filter(reason::equals).isPresent());
    }
}
