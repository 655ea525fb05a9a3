package dev.atelier.api.jobs;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

import dev.atelier.catalog.AiModel;
import dev.atelier.job.Acceptance;
import dev.atelier.job.JobId;
import dev.atelier.job.JobSnapshots.Version;
import dev.atelier.job.JobStatus;
import dev.atelier.job.NewJob;

/** A job at one moment, and how that is answered. */
public record CurrentJob(JobView view, Version version) {
    private static final Duration ASK_AGAIN_IN = Duration.ofSeconds(2);

    /** One that was just stored: nothing has happened to it yet, so nothing is read. */
    public static CurrentJob accepted(NewJob job, Acceptance.Accepted stored, AiModel model) {
        return new CurrentJob(JobView.accepted(job, stored, model.key()),
                new Version(JobStatus.PENDING, stored.createdAt(), 0));
    }

    /** Adds what a poller needs: the version to ask with, and when to ask again. */
    public ResponseEntity<JobView> answer(ResponseEntity.BodyBuilder response) {
        return forPollers(response, new JobId(view.jobId()), version).body(view);
    }

    /** Whether the version is among the ETags that the caller knows. */
    static boolean isKnown(JobId job, Version version, String known) {
        var etag = etag(job, version);
        return Arrays.stream(known.split(","))
                .map(String::strip)
                .anyMatch(it -> it.equals(etag) || it.equals("W/" + etag));
    }

    /** That the caller knows the version. */
    static <T> ResponseEntity<T> notModified(JobId job, Version version) {
        return forPollers(ResponseEntity.status(HttpStatus.NOT_MODIFIED), job, version).build();
    }

    /** The response with what a poller needs. */
    static ResponseEntity.BodyBuilder forPollers(ResponseEntity.BodyBuilder response, JobId job,
            Version version) {
        response.eTag(etag(job, version)).cacheControl(CacheControl.noCache().cachePrivate());
        if (!version.status().isTerminal()) {
            response.header(HttpHeaders.RETRY_AFTER, Long.toString(ASK_AGAIN_IN.toSeconds()));
        }
        return response;
    }

    private static String etag(JobId job, Version version) {
        return "\"" + job + "-" + version.status() + "-"
                + Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, version.updatedAt()), Character.MAX_RADIX)
                + (version.deletedOutputs() == 0 ? "" : "-" + version.deletedOutputs()) + "\"";
    }
}
