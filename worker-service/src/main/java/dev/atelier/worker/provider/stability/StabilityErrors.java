package dev.atelier.worker.provider.stability;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.worker.provider.HttpStatuses;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderWords;

/** Stability AI's errors in our kinds. */
final class StabilityErrors {
    /** Results are asked for at most that often; one may also be missing for a moment. */
    private static final Duration RESULT_APPEARS_IN = Duration.ofSeconds(10);
    /** What its moderation calls its refusals; with status 403 or 422. */
    private static final Set<String> REFUSED_CONTENT = Set.of("content_moderation", "public_figure",
            "copyrighted_content");

    private final StabilityProperties properties;

    StabilityErrors(StabilityProperties properties) {
        this.properties = properties;
    }

    /** A submission was not accepted, or nobody knows. */
    ProviderException ofSubmit(StabilityAnswer answer, Secret key) {
        var kind = answer.http().isSuccess() ? FailureKind.OUTCOME_UNKNOWN : refused(answer);
        return new ProviderException(kind, message(kind, answer, key), retryIn(kind, answer));
    }

    /** The result was not to be had. Says nothing about the job; a 404 neither, for results are kept a day. */
    ProviderException ofCheck(StabilityAnswer answer, Secret key) {
        var kind = HttpStatuses.afterRead(answer.status());
        return new ProviderException(kind, message(kind, answer, key), retryIn(kind, answer));
    }

    /** A job that was taken and has ended in an error: asked for its result, it answers as a submission would. */
    boolean isEnd(StabilityAnswer answer) {
        return switch (answer.status()) {
            case 400, 413, 422 -> answer.errorName().isPresent();
            case 403 -> refused(answer) == FailureKind.CONTENT_REJECTED;
            default -> false;
        };
    }

    JobFailure ofEnd(StabilityAnswer answer, Secret key) {
        var kind = refused(answer);
        return new JobFailure(kind, message(kind, answer, key));
    }

    JobFailure filtered() {
        return new JobFailure(FailureKind.CONTENT_REJECTED,
                "Stability AI's moderation refused what came of it.");
    }

    JobFailure failed(String reason) {
        return new JobFailure(FailureKind.PROVIDER_FAILED,
                "Stability AI failed to make it (" + reason.toUpperCase(Locale.ROOT) + ").");
    }

    private static FailureKind refused(StabilityAnswer answer) {
        var name = answer.errorName().orElse("");
        if (name.equals("rate_limit_exceeded")) {
            return FailureKind.RATE_LIMITED;
        }
        if (answer.status() >= 400 && answer.status() < 500 && speaksOfCredit(name)) {
            return FailureKind.INSUFFICIENT_CREDIT;
        }
        return switch (answer.status()) {
            case 403, 422 -> REFUSED_CONTENT.contains(name) || ProviderWords.speakOfRefusedContent(answer.words())
                    ? FailureKind.CONTENT_REJECTED
                    : HttpStatuses.afterSubmit(answer.status());
            default -> HttpStatuses.afterSubmit(answer.status());
        };
    }

    /** Described under 400, 402 and 429 in different places (unconfirmed). */
    private static boolean speaksOfCredit(String name) {
        return name.equals("payment_required") || name.contains("credit") || name.contains("balance");
    }

    private static String message(FailureKind kind, StabilityAnswer answer, Secret key) {
        var words = ProviderWords.quoted(answer.words(), key);
        return switch (kind) {
            case CREDENTIALS_REFUSED -> "Stability AI does not accept the API key.";
            case INSUFFICIENT_CREDIT -> "The Stability AI account has not enough credit.";
            case CONTENT_REJECTED -> "Stability AI's moderation refused it" + words + ".";
            case INVALID_INPUT -> "Stability AI refused the input" + words + ".";
            case MODEL_UNAVAILABLE -> "Stability AI does not offer this model to this account.";
            case RATE_LIMITED -> "Stability AI takes no more requests at the moment.";
            case PROVIDER_UNAVAILABLE -> "Stability AI did not say how the job stands (HTTP " + answer.status() + ").";
            case OUTCOME_UNKNOWN -> "Stability AI's answer leaves open whether it took the job (HTTP "
                    + answer.status() + ").";
            case MALFORMED_RESPONSE -> "Stability AI's answer about the job cannot be read.";
            case PROVIDER_FAILED, DEADLINE_EXCEEDED, OUTPUT_UNAVAILABLE, INTERNAL ->
                throw new IllegalStateException(kind.name());
        };
    }

    private @Nullable Duration retryIn(FailureKind kind, StabilityAnswer answer) {
        return switch (kind) {
            case RATE_LIMITED -> answer.http().retryAfter().orElse(properties.rateLimitedFor());
            case PROVIDER_UNAVAILABLE -> answer.http().retryAfter().orElse(RESULT_APPEARS_IN);
            default -> null;
        };
    }
}
