package dev.atelier.job;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.atelier.catalog.AppliedRequest;
import dev.atelier.catalog.Category;
import dev.atelier.catalog.ModelId;
import dev.atelier.catalog.ProviderId;
import dev.atelier.output.GeneratedOutput;

/**
 * A job as its row is, to show: {@link JobChanges} is the only writer.
 *
 * @param attempt           how often it was claimed for the provider; 0 while it has never been
 * @param sendBy            while it is PENDING: when it fails, should no provider have it by then
 * @param progress          in percent
 * @param failure           why it failed; on a live job, why its last attempt did
 * @param possibleDuplicate it was sent again although nobody knew whether the provider had it: there may be a second charge
 * @param cancelRequested   its owner asked to stop it
 * @param cancelEffect      what a cancel achieved; null while there was none, or the provider is still to be asked
 * @param pastAttempts      the attempts before the present one
 * @param requested         the standard request as it was sent
 * @param applied           what the provider is sent for it
 * @param metadata          the caller's own labels
 * @param times             of what happened to it
 * @param outputs           of a COMPLETED job, in the provider's order
 */
public record GenerationJob(JobId id, ModelId model, ProviderId provider, Category category, JobStatus status,
        int attempt, Instant sendBy, Instant deadlineAt, @Nullable String providerJobId, @Nullable Integer progress,
        @Nullable JobFailure failure, boolean possibleDuplicate, boolean cancelRequested,
        JobChanges.@Nullable CancelEffect cancelEffect, List<PastAttempt> pastAttempts,
        Map<String, JsonNode> requested, AppliedRequest applied, Map<String, String> metadata, Times times,
        List<GeneratedOutput> outputs) {

    /**
     * @param uncertainSince since when nobody knows whether the provider has it
     * @param producedAt     when the provider had finished; null when nothing was copied after that
     */
    public record Times(Instant createdAt, @Nullable Instant claimedAt, @Nullable Instant uncertainSince,
            @Nullable Instant acceptedAt, @Nullable Instant producedAt, @Nullable Instant finishedAt,
            Instant updatedAt) {}

    /** What its owner may tell it by from how it was before. */
    public JobSnapshots.Version version() {
        return new JobSnapshots.Version(status, times.updatedAt(), outputs.stream()
                .filter(it -> it.deletedAt() != null)
                .count());
    }
}
