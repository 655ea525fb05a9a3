package dev.atelier.job;

import java.util.List;

/** Submit those of these jobs that are still to be submitted. The rows are the truth; this may come twice, late or never. */
public record SubmitJobs(List<JobId> jobIds) {
    public SubmitJobs {
        jobIds = List.copyOf(jobIds);
    }
}
