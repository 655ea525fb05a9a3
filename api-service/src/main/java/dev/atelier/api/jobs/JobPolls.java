package dev.atelier.api.jobs;

import java.time.Duration;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import dev.atelier.api.security.Caller;
import dev.atelier.job.JobId;
import dev.atelier.job.JobSnapshots.Version;

/**
 * Answers those who ask again and again what has become of a job, of whom most learn that nothing has changed. What was answered
 * is kept for a while, with its version; the version is read from the database each time, so an answer is as current as one that is
 * read anew. It is what the ETag promises: the same version is the same answer.
 */
@Component
class JobPolls {
    /** Longer than anybody waits before the next poll. */
    private static final Duration KEPT = Duration.ofMinutes(1);
    /** Together: several thousand jobs. */
    private static final long MOST_BYTES = 8L * 1024 * 1024;
    private static final int BYTES_OF_AN_ENTRY = 300;

    private final JobReader jobs;
    private final JsonMapper json;
    private final Cache<Asked, Answered> answers = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Asked _, Answered it) -> it.bytes().length + BYTES_OF_AN_ENTRY)
            .expireAfterAccess(KEPT)
            .build();

    JobPolls(JobReader jobs, JsonMapper json) {
        this.jobs = jobs;
        this.json = json;
    }

    /** Addresses of outputs are in the answer, and depend on how the caller came. */
    private record Asked(JobId job, OutputUrls urls) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Answered(Version version, byte[] bytes) {}

    /**
     * The job, or 304.
     *
     * @param known the ETags that the caller knows; null for none
     * @return empty for an unknown job and for somebody else's alike
     */
    Optional<ResponseEntity<byte[]>> answer(JobId job, Caller caller, OutputUrls urls, @Nullable String known) {
        var asked = new Asked(job, urls);
        var kept = answers.getIfPresent(asked);
        var now = known == null && kept == null
                ? Optional.<Version>empty()
                : jobs.version(job, caller);
        return now.flatMap(it -> unchanged(job, it, kept, known)).or(() -> read(asked, caller));
    }

    private static Optional<ResponseEntity<byte[]>> unchanged(JobId job, Version now, @Nullable Answered kept,
            @Nullable String known) {
        if (known != null && CurrentJob.isKnown(job, now, known)) {
            return Optional.of(CurrentJob.notModified(job, now));
        }
        return kept != null && kept.version().equals(now) ? Optional.of(answer(job, kept)) : Optional.empty();
    }

    private Optional<ResponseEntity<byte[]>> read(Asked asked, Caller caller) {
        return jobs.find(asked.job(), caller, asked.urls()).map(it -> {
            var answered = new Answered(it.version(), json.writeValueAsBytes(it.view()));
            answers.put(asked, answered);
            return answer(asked.job(), answered);
        });
    }

    private static ResponseEntity<byte[]> answer(JobId job, Answered answered) {
        return CurrentJob.forPollers(ResponseEntity.ok(), job, answered.version())
                .contentType(MediaType.APPLICATION_JSON)
                .body(answered.bytes());
    }
}
