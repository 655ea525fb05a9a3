package dev.atelier.worker.provider;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.atelier.job.JobFailure;
import dev.atelier.job.ProviderJobId;
import dev.atelier.output.ProducedOutput;

/** How a job stands at its provider: one type for an instant answer, a check and a callback. */
public sealed interface ProviderUpdate {
    /** The provider's id, where the answer names it. */
    @Nullable
    ProviderJobId id();

    /**
     * It works on it.
     *
     * @param progress in per cent; null when the provider does not say
     */
    record Processing(ProviderJobId id, @Nullable Integer progress) implements ProviderUpdate {
        public Processing {
            if (progress != null && (progress < 0 || progress > 100)) {
                throw new IllegalArgumentException("progress is 0 to 100, not " + progress);
            }
        }
    }

    /** It is done; there is at least one output. */
    record Completed(@Nullable ProviderJobId id, List<ProducedOutput> outputs) implements ProviderUpdate {
        public Completed {
            outputs = List.copyOf(outputs);
            if (outputs.isEmpty()) {
                throw new IllegalArgumentException("a completed job has an output");
            }
        }
    }

    /** It took the job, and failed. */
    record Failed(@Nullable ProviderJobId id, JobFailure failure) implements ProviderUpdate {}
}
