package dev.atelier.api.jobs;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

import dev.atelier.catalog.AiModel;
import dev.atelier.job.Acceptance;
import dev.atelier.job.NewJob;

/** A job at one moment, and how that is answered. */
public record CurrentJob(JobView view, Instant updatedAt) {
    private static final Duration ASK_AGAIN_IN = Duration.ofSeconds(2);

    /** One that was just stored: nothing has happened to it yet, so nothing is read. */
    public static CurrentJob accepted(NewJob job, Acceptance.Accepted stored, AiModel model) {
        return new CurrentJob(JobView.accepted(job, stored, model.key()), stored.createdAt());
    }

    /** Adds what a poller needs: the version to ask with, and when to ask again. */
    public ResponseEntity<JobView> answer(ResponseEntity.BodyBuilder response) {
        response.eTag(etag()).cacheControl(CacheControl.noCache().cachePrivate());
        if (!view.stage().isTerminal()) {
            response.header(HttpHeaders.RETRY_AFTER, Long.toString(ASK_AGAIN_IN.toSeconds()));
        }
        return response.body(view);
    }

    /** A job that has ended is not written to any more, and yet its outputs may be deleted. */
    private String etag() {
        long deleted = view.outputs().stream().filter(it -> it.deletedAt() != null).count();
        return "\"" + view.jobId() + "-" + view.stage() + "-"
                + Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, updatedAt), Character.MAX_RADIX)
                + (deleted == 0 ? "" : "-" + deleted) + "\"";
    }
}
