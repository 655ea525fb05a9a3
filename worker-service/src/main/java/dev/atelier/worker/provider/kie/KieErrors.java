package dev.atelier.worker.provider.kie;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.worker.provider.HttpStatuses;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderWords;

/** Kie.ai's codes in our kinds. The same numbers mean different things in an answer to a submission, to a check, and in a task. */
final class KieErrors {
    /** A record appears a moment after its task. */
    private static final Duration RECORD_APPEARS_IN = Duration.ofSeconds(5);

    private final KieProperties properties;

    KieErrors(KieProperties properties) {
        this.properties = properties;
    }

    /** A submission was not accepted, or nobody knows. */
    ProviderException ofSubmit(KieAnswer answer, Secret key) {
        var kind = answer.refusal()
                .map(KieErrors::submitted)
                .orElseGet(() -> HttpStatuses.afterSubmit(answer.status()));
        boolean refused = kind == FailureKind.INVALID_INPUT && ProviderWords.speakOfRefusedContent(answer.words());
        return exception(refused ? FailureKind.CONTENT_REJECTED : kind, answer, key);
    }

    private static FailureKind submitted(int code) {
        return switch (code) {
            case 400, 422 -> FailureKind.INVALID_INPUT;
            case 401, 403 -> FailureKind.CREDENTIALS_REFUSED;
            // 433 is listed without a meaning; a limit of a sub-key, it seems.
            case 402, 433 -> FailureKind.INSUFFICIENT_CREDIT;
            case 404, 505 -> FailureKind.MODEL_UNAVAILABLE;
            // 451: it could not fetch a file that we named.
            case 409, 413, 415, 451 -> FailureKind.INVALID_INPUT;
            // 429: "not queued". 550: its queue is full.
            case 429, 550 -> FailureKind.RATE_LIMITED;
            case 455 -> FailureKind.PROVIDER_UNAVAILABLE;
            case 501 -> FailureKind.PROVIDER_FAILED;
            // 408 and 500 among them: it may have been taken, and billed.
            default -> FailureKind.OUTCOME_UNKNOWN;
        };
    }

    /** A record was not to be had. Says nothing about the task. */
    ProviderException ofCheck(KieAnswer answer, Secret key) {
        var kind = answer.refusal()
                .map(KieErrors::checked)
                .orElseGet(() -> HttpStatuses.afterRead(answer.status()));
        return exception(kind, answer, key);
    }

    private static FailureKind checked(int code) {
        return switch (code) {
            case 401, 403 -> FailureKind.CREDENTIALS_REFUSED;
            case 402, 433 -> FailureKind.INSUFFICIENT_CREDIT;
            case 429 -> FailureKind.RATE_LIMITED;
            // 400, 404 and 422 ("recordInfo is null") among them: it does not know the task, or not yet.
            default -> FailureKind.PROVIDER_UNAVAILABLE;
        };
    }

    /** A task has failed. */
    JobFailure ofTask(Optional<Long> failCode, Optional<String> words, Secret key) {
        var kind = ProviderWords.speakOfRefusedContent(words)
                ? FailureKind.CONTENT_REJECTED
                : failed(Math.clamp(failCode.orElse(0L), 0, 1000));
        return switch (kind) {
            case CONTENT_REJECTED -> ofContent(words, key);
            case INVALID_INPUT -> new JobFailure(kind,
                    "Kie.ai could not use the input" + ProviderWords.quoted(words, key) + ".");
            default -> new JobFailure(kind, "Kie.ai failed to make it" + ProviderWords.quoted(words, key) + ".");
        };
    }

    /** A task was refused for its content. */
    static JobFailure ofContent(Optional<String> words, Secret key) {
        return new JobFailure(FailureKind.CONTENT_REJECTED,
                "Kie.ai's moderation refused it" + ProviderWords.quoted(words, key) + ".");
    }

    /** A record says what no page of Kie.ai's explains. */
    static ProviderException malformed(String what) {
        return new ProviderException(FailureKind.MALFORMED_RESPONSE, "Kie.ai's record cannot be read: " + what + ".");
    }

    /** A record is in a state that no page of Kie.ai's knows. */
    static ProviderException unknownState(String state) {
        return malformed("an unknown state" + (state.matches("[\\w-]{1,40}") ? " '" + state + "'" : ""));
    }

    private static FailureKind failed(int failCode) {
        return switch (failCode) {
            case 400, 422, 451 -> FailureKind.INVALID_INPUT;
            case 402 -> FailureKind.INSUFFICIENT_CREDIT;
            case 505 -> FailureKind.MODEL_UNAVAILABLE;
            default -> FailureKind.PROVIDER_FAILED;
        };
    }

    private ProviderException exception(FailureKind kind, KieAnswer answer, Secret key) {
        var words = ProviderWords.quoted(answer.words(), key);
        var message = switch (kind) {
            case CREDENTIALS_REFUSED -> "Kie.ai does not accept the API key.";
            case INSUFFICIENT_CREDIT -> "The Kie.ai account has not enough credit.";
            case CONTENT_REJECTED -> "Kie.ai's moderation refused it" + words + ".";
            case INVALID_INPUT -> "Kie.ai refused the input" + words + ".";
            case MODEL_UNAVAILABLE -> "Kie.ai does not offer this model now" + words + ".";
            case RATE_LIMITED -> "Kie.ai takes no more requests at the moment.";
            case PROVIDER_FAILED -> "Kie.ai failed to make it" + words + ".";
            case PROVIDER_UNAVAILABLE -> "Kie.ai is not available (" + said(answer) + ").";
            case OUTCOME_UNKNOWN -> "Kie.ai's answer leaves open whether it took the job (" + said(answer) + ").";
            case MALFORMED_RESPONSE -> "Kie.ai's answer cannot be read (" + said(answer) + ").";
            case DEADLINE_EXCEEDED, OUTPUT_UNAVAILABLE, INTERNAL -> throw new IllegalStateException(kind.name());
        };
        return new ProviderException(kind, message, retryIn(kind, answer));
    }

    private @Nullable Duration retryIn(FailureKind kind, KieAnswer answer) {
        var code = answer.refusal().orElse(answer.status());
        var usual = switch (code) {
            case 429 -> properties.rateLimitedFor();
            case 455, 550 -> properties.busyFor();
            case 400, 404, 422 -> RECORD_APPEARS_IN;
            default -> null;
        };
        return kind == FailureKind.RATE_LIMITED || kind == FailureKind.PROVIDER_UNAVAILABLE
                ? answer.retryAfter().orElse(usual)
                : null;
    }

    private static String said(KieAnswer answer) {
        return answer.refusal().map(it -> "code " + it).orElse("HTTP " + answer.status());
    }
}
