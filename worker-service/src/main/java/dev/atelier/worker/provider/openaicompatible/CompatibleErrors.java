package dev.atelier.worker.provider.openaicompatible;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.worker.provider.HttpStatuses;
import dev.atelier.worker.provider.ProviderAnswer;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderWords;

/** Statuses in our kinds. The words stand in {@code error.message}, {@code error}, {@code detail} or {@code message}. */
final class CompatibleErrors {
    private static final Pattern OUT_OF_MEMORY = Pattern.compile("(?i)out of memory|\\boom\\b");
    private static final Set<String> REJECTED = Set.of("content_policy_violation", "content_filter",
            "moderation_blocked");

    private final String name;
    private final CompatibleProperties properties;

    CompatibleErrors(String name, CompatibleProperties properties) {
        this.name = name;
        this.properties = properties;
    }

    /** A submission was not accepted, or nobody knows. */
    ProviderException ofSubmit(ProviderAnswer answer, Secret key) {
        var json = answer.json();
        var words = json.flatMap(it -> it.text("/error/message", "/error", "/detail/0/msg", "/detail", "/message"));
        return exception(kind(answer.status(), code(json), words), answer, words, key);
    }

    /** It says success, but is no such thing as was asked for: it may be paid for all the same. */
    ProviderException unreadable(ProviderAnswer answer, Secret key) {
        return exception(FailureKind.OUTCOME_UNKNOWN, answer, Optional.empty(), key);
    }

    private static String code(Optional<ProviderJson> json) {
        return json.flatMap(it -> it.text("/error/code", "/code")).orElse("");
    }

    private static FailureKind kind(int status, String code, Optional<String> words) {
        return switch (status) {
            case 400, 413, 422 -> {
                if (code.equals("model_not_found")) {
                    yield FailureKind.MODEL_UNAVAILABLE;
                }
                yield REJECTED.contains(code) || ProviderWords.speakOfRefusedContent(words)
                        ? FailureKind.CONTENT_REJECTED
                        : FailureKind.INVALID_INPUT;
            }
            case 429 -> code.equals("insufficient_quota") ? FailureKind.INSUFFICIENT_CREDIT : FailureKind.RATE_LIMITED;
            case 500 -> words.filter(it -> OUT_OF_MEMORY.matcher(it).find()).isPresent()
                    ? FailureKind.PROVIDER_FAILED
                    : FailureKind.OUTCOME_UNKNOWN;
            // It loads its model, or has no room: not begun. A gateway's 502 or 504 may be about a call that was.
            case 503 -> FailureKind.PROVIDER_UNAVAILABLE;
            default -> HttpStatuses.afterSubmit(status);
        };
    }

    private ProviderException exception(FailureKind kind, ProviderAnswer answer, Optional<String> said, Secret key) {
        var words = ProviderWords.quoted(said, key);
        var status = "HTTP " + answer.status();
        var message = switch (kind) {
            case CREDENTIALS_REFUSED -> name + " does not accept the API key, or wants one.";
            case INSUFFICIENT_CREDIT -> "The account with " + name + " has no credit left.";
            case CONTENT_REJECTED -> name + " refused the content" + words + ".";
            case INVALID_INPUT -> name + " refused the input" + words + ".";
            case MODEL_UNAVAILABLE -> name + " does not have this model" + words + ".";
            case RATE_LIMITED -> name + " takes no more requests at the moment.";
            case PROVIDER_FAILED -> name + " had not enough memory to make it.";
            case PROVIDER_UNAVAILABLE -> name + " is not ready (" + status + ").";
            case OUTCOME_UNKNOWN -> "The answer of " + name + " leaves open what became of the job (" + status + ").";
            case MALFORMED_RESPONSE, DEADLINE_EXCEEDED, OUTPUT_UNAVAILABLE, INTERNAL ->
                throw new IllegalStateException(kind.name());
        };
        return new ProviderException(kind, message, retryIn(kind, answer));
    }

    private @Nullable Duration retryIn(FailureKind kind, ProviderAnswer answer) {
        return kind == FailureKind.RATE_LIMITED || kind == FailureKind.PROVIDER_UNAVAILABLE
                ? answer.retryAfter().orElse(properties.busyFor())
                : null;
    }
}
