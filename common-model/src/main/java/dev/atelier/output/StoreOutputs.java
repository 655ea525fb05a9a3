package dev.atelier.output;

import java.util.List;

import dev.atelier.job.JobId;

/** Copy what these jobs' providers made. The rows are the truth; this may come twice, late or never. */
public record StoreOutputs(List<JobId> jobIds) {
    public StoreOutputs {
        jobIds = List.copyOf(jobIds);
    }
}
