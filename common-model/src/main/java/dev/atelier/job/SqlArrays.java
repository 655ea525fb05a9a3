package dev.atelier.job;

import java.util.Collection;
import java.util.stream.Collectors;

/** Java collections as PostgreSQL array literals, for {@code cast(:x as uuid[])}: one parameter, whatever the size. */
final class SqlArrays {
    private SqlArrays() {}

    static String uuids(Collection<JobId> jobs) {
        return jobs.stream().map(JobId::toString).collect(Collectors.joining(",", "{", "}"));
    }

    static String statuses(Collection<JobStatus> statuses) {
        return statuses.stream().map(JobStatus::name).collect(Collectors.joining(",", "{", "}"));
    }
}
