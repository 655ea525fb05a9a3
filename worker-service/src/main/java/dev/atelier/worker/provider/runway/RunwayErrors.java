package dev.atelier.worker.provider.runway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.worker.provider.HttpStatuses;
import dev.atelier.worker.provider.ProviderAnswer;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderWords;

/** Runway's errors in our kinds: the statuses of its answers, and the codes of tasks that failed. */
final class RunwayErrors {
    /** It asks to be polled no more often. */
    private static final Duration SOONEST_POLL = Duration.ofSeconds(5);
    /** A refusal for want of credit has the status of a bad request (unconfirmed). */
    private static final Pattern CREDIT = Pattern.compile("(?i)\\bcredits?\\b");
    /** By what a code begins with; of two that fit, the longer one. */
    private static final List<Code> CODES = List.of(
            new Code("SAFETY", FailureKind.CONTENT_REJECTED),
            new Code("INPUT_PREPROCESSING.SAFETY", FailureKind.CONTENT_REJECTED),
            new Code("INPUT_PREPROCESSING", FailureKind.PROVIDER_FAILED),
            new Code("ASSET.INVALID", FailureKind.INVALID_INPUT),
            new Code("INTERNAL", FailureKind.PROVIDER_FAILED),
            new Code("THIRD_PARTY.UNAVAILABLE", FailureKind.PROVIDER_UNAVAILABLE));

    private final RunwayProperties properties;

    RunwayErrors(RunwayProperties properties) {
        this.properties = properties;
    }

    private record Code(String prefix, FailureKind kind) {
        boolean fits(String code) {
            return code.equals(prefix) || code.startsWith(prefix + ".");
        }
    }

    /** A submission was not accepted, or nobody knows. */
    ProviderException ofSubmit(ProviderAnswer answer, Secret key) {
        var error = answer.json().flatMap(it -> it.text("/error"));
        boolean noCredit = answer.status() == 400 && error.filter(it -> CREDIT.matcher(it).find()).isPresent();
        return exception(noCredit ? FailureKind.INSUFFICIENT_CREDIT : HttpStatuses.afterSubmit(answer.status()), answer,
                key);
    }

    /** A task was not to be had. Says nothing about it: 404 is a task that was deleted, or that it does not know. */
    ProviderException ofCheck(ProviderAnswer answer, Secret key) {
        return exception(HttpStatuses.afterRead(answer.status()), answer, key);
    }

    /** A task has failed. */
    JobFailure ofTask(ProviderJson task, Secret key) {
        var kind = kind(task.text("/failureCode").orElse(""));
        var words = ProviderWords.quoted(task.text("/failure"), key);
        return new JobFailure(kind, switch (kind) {
            case CONTENT_REJECTED -> "Runway's moderation refused it" + words + ".";
            case INVALID_INPUT -> "Runway could not use the input" + words + ".";
            case PROVIDER_UNAVAILABLE -> "The model behind Runway was not available" + words + ".";
            default -> "Runway failed to make it" + words + ".";
        });
    }

    private static FailureKind kind(String code) {
        return CODES.stream()
                .filter(it -> it.fits(code))
                .max(Comparator.comparingInt(it -> it.prefix().length()))
                .map(Code::kind)
                .orElse(FailureKind.PROVIDER_FAILED);
    }

    private ProviderException exception(FailureKind kind, ProviderAnswer answer, Secret key) {
        var words = ProviderWords.quoted(answer.json().flatMap(RunwayErrors::words), key);
        var said = " (HTTP " + answer.status() + ").";
        var message = switch (kind) {
            case CREDENTIALS_REFUSED -> "Runway does not accept the API key.";
            case INSUFFICIENT_CREDIT -> "The Runway account has not enough credit.";
            case INVALID_INPUT -> "Runway refused the input" + words + ".";
            case MODEL_UNAVAILABLE -> "Runway does not offer this model now" + words + ".";
            case RATE_LIMITED -> "Runway takes no more tasks at the moment.";
            case PROVIDER_UNAVAILABLE -> "Runway is not available" + said;
            case OUTCOME_UNKNOWN -> "Runway's answer leaves open whether it took the job" + said;
            case MALFORMED_RESPONSE -> "Runway's answer cannot be read" + said;
            case CONTENT_REJECTED, PROVIDER_FAILED, DEADLINE_EXCEEDED, OUTPUT_UNAVAILABLE, INTERNAL ->
                throw new IllegalStateException(kind.name());
        };
        return new ProviderException(kind, message, retryIn(kind, answer));
    }

    private @Nullable Duration retryIn(FailureKind kind, ProviderAnswer answer) {
        return switch (kind) {
            case RATE_LIMITED -> answer.retryAfter().orElse(properties.rateLimitedFor());
            case PROVIDER_UNAVAILABLE -> answer.retryAfter().orElse(answer.status() == 404 ? SOONEST_POLL : null);
            default -> null;
        };
    }

    /** A validation names fields, as {@code ratio: Invalid option}. */
    private static Optional<String> words(ProviderJson body) {
        var issues = body.objects("/issues")
                .stream()
                .map(it -> Stream.concat(path(it).stream(), it.text("/message").stream())
                        .collect(Collectors.joining(": ")))
                .filter(it -> !it.isEmpty())
                .collect(Collectors.joining("; "));
        return issues.isEmpty() ? body.text("/error") : Optional.of(issues);
    }

    /** {@code referenceImages.0.uri}; empty for the whole body. */
    private static Optional<String> path(ProviderJson issue) {
        var steps = new ArrayList<String>();
        JsonNode path = issue.root().at("/path");
        if (path.isArray()) {
            path.forEach(it -> steps.add(it.asString()));
        }
        return Optional.of(String.join(".", steps)).filter(it -> !it.isEmpty());
    }
}
