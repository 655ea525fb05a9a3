package dev.atelier.worker.provider;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;

/** A call to a provider did not lead to an update. The kind says what is known about it, and so what follows. */
public final class ProviderException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient JobFailure failure;

    public ProviderException(JobFailure failure, @Nullable Throwable cause) {
        super(failure.kind() + ": " + failure.message(), cause);
        this.failure = failure;
    }

    public ProviderException(FailureKind kind, String message) {
        this(new JobFailure(kind, message), null);
    }

    public ProviderException(FailureKind kind, String message, @Nullable Duration retryIn) {
        this(new JobFailure(kind, message, retryIn), null);
    }

    public JobFailure failure() {
        return failure;
    }

    public FailureKind kind() {
        return failure.kind();
    }
}
