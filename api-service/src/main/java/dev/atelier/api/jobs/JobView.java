package dev.atelier.api.jobs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.atelier.catalog.AppliedField;
import dev.atelier.catalog.AppliedRequest;
import dev.atelier.catalog.Category;
import dev.atelier.job.Acceptance;
import dev.atelier.job.FailureKind;
import dev.atelier.job.GenerationJob;
import dev.atelier.job.JobChanges;
import dev.atelier.job.JobFailure;
import dev.atelier.job.JobStatus;
import dev.atelier.job.Metadata;
import dev.atelier.job.NewJob;
import dev.atelier.output.GeneratedOutput;
import dev.atelier.output.OutputType;

/** A job as its owner sees it. What is not known yet is absent, except {@code outputs}, which is empty then. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Job", requiredProperties = {"jobId", "status", "stage", "aiModelId", "provider", "category", "outputs",
    "requested", "applied", "metadata", "attempt", "attempts", "timeline", "createdAt", "sendBy", "deadlineAt"})
public record JobView(@Schema(example = "0197a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b") UUID jobId, Status status,
        @Schema(description = "The exact state behind `status`: SUBMITTING, UNCERTAIN (the provider's answer was lost,"
                + " evidence is being looked for) and STORING (the provider has finished, its files are being copied) show as"
                + " PROCESSING") JobStatus stage,
        UUID aiModelId, @Schema(description = "The model's key", example = "kie/nano-banana-2") @Nullable String model,
        @Schema(example = "kie") String provider, Category category,
        @Schema(description = "The provider's own name for the job") @Nullable String providerJobId,
        @Schema(description = "In percent, as far as the provider says", example = "40") @Nullable Integer progress,
        List<Output> outputs, @Schema(description = "Only when status is FAILED") @Nullable Failure failure,
        @Schema(description = "The request as it was sent, without aiModelId and metadata",
                implementation = Object.class) Map<String, JsonNode> requested,
        @Schema(description = "What became of each field") Map<String, Applied> applied,
        Map<String, String> metadata,
        @Schema(description = "How often it was handed to the provider; 0 while it never was") int attempt,
        @Schema(description = "Each time that it was handed to the provider, the oldest first") List<Attempt> attempts,
        @Schema(description = "What happened when, the oldest first") List<Event> timeline,
        @Schema(description = "Present and true when it was sent again although nobody knew whether the provider had it:"
                + " there may be a second charge") @Nullable Boolean possibleDuplicate,
        @Schema(description = "Only when its owner asked to stop it") @Nullable Cancellation cancellation,
        Instant createdAt, @Schema(description = "When the provider took it") @Nullable Instant submittedAt,
        @Nullable Instant finishedAt,
        @Schema(description = "When it fails, should no provider have it by then: nothing is spent") Instant sendBy,
        @Schema(description = "When it fails, should it not be finished by then") Instant deadlineAt) {

    /** The states that callers need to tell apart. */
    @Schema(name = "JobViewStatus")
    public enum Status {
        PENDING,
        PROCESSING,
        COMPLETED,
        FAILED,
        CANCELLED;

        static Status of(JobStatus status) {
            return switch (status) {
                case PENDING -> PENDING;
                case SUBMITTING, UNCERTAIN, PROCESSING, STORING -> PROCESSING;
                case COMPLETED -> COMPLETED;
                case FAILED -> FAILED;
                case CANCELLED -> CANCELLED;
            };
        }
    }

    /** One thing that was made: a file, or text. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Output", requiredProperties = {"id", "position", "type"})
    public record Output(UUID id, @Schema(description = "From 0, in the provider's order") int position,
            OutputType type,
            @Schema(description = "Where the file is downloaded, with your API key; it stays the same for as long as the file"
                    + " is kept. Where an installation keeps no copies, the provider's own address",
                    example = "https://api.example.com/api/v1/outputs/0197a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b/content") @Nullable String url,
            @Nullable String text,
            @Schema(description = "What the bytes of the file are", example = "image/png") @Nullable String contentType,
            @Schema(description = "In bytes", example = "1048576") @Nullable Long size,
            @Schema(description = "Of the file, in hex") @Nullable String sha256,
            @Schema(description = "In pixels, as far as the file says", example = "1024") @Nullable Integer width,
            @Nullable Integer height,
            @Schema(description = "How long it plays, as far as the file says",
                    example = "5.04") @Nullable Double durationSeconds,
            @Schema(description = "When the provider deletes the file, as far as it says, where there is no copy") @Nullable Instant expiresAt,
            @Schema(description = "Since when it can be had no more") @Nullable Instant deletedAt) {
        static Output of(GeneratedOutput it, OutputUrls urls) {
            return new Output(it.id(), it.position(), it.type(),
                    it.deletedAt() != null ? null : it.stored() ? urls.of(it.id()) : it.url(), it.text(),
                    it.contentType(), it.size(), it.sha256(), it.width(), it.height(),
                    it.durationMillis() == null ? null : it.durationMillis() / 1000.0, it.expiresAt(), it.deletedAt());
        }
    }

    /** Why there is no result. */
    @Schema(name = "Failure", requiredProperties = {"code", "message", "retryable"})
    public record Failure(@Schema(example = "content_rejected") String code, String message,
            @Schema(description = "Whether the same request, sent as a new job, may well succeed") boolean retryable) {
        static Failure of(JobFailure it) {
            return new Failure(it.kind().name().toLowerCase(Locale.ROOT), it.message(), it.kind().isRetryable());
        }

        static @Nullable Failure ofNullable(@Nullable JobFailure it) {
            return it == null ? null : of(it);
        }
    }

    /** One time that the job was handed to the provider. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Attempt", requiredProperties = "number")
    public record Attempt(@Schema(description = "From 1") int number, @Nullable Instant startedAt,
            @Schema(description = "When the provider took it") @Nullable Instant acceptedAt,
            @Schema(description = "Absent while it runs") @Nullable Instant endedAt, @Nullable String providerJobId,
            @Schema(description = "Why it did not settle the job") @Nullable Failure failure) {
        static List<Attempt> all(GenerationJob job) {
            var all = new ArrayList<Attempt>();
            for (var past : job.pastAttempts()) {
                all.add(new Attempt(past.attempt(), past.claimedAt(), null, past.endedAt(), past.providerJobId(),
                        Failure.of(new JobFailure(FailureKind.valueOf(past.code()), past.message()))));
            }
            if (job.attempt() > all.size()) {
                var times = job.times();
                all.add(new Attempt(job.attempt(), times.claimedAt(), times.acceptedAt(), times.finishedAt(),
                        job.providerJobId(), Failure.ofNullable(job.failure())));
            }
            return all;
        }
    }

    /** Something that happened to the job. */
    @Schema(name = "JobEvent", requiredProperties = {"at", "what"})
    public record Event(Instant at, @Schema(example = "SUBMITTED") What what) {
        /** What can happen. */
        public enum What {
            CREATED,
            SUBMITTED,
            PUT_OFF,
            ACCEPTED_BY_PROVIDER,
            ANSWER_LOST,
            FINISHED_BY_PROVIDER,
            COMPLETED,
            FAILED,
            CANCELLED
        }

        static List<Event> all(GenerationJob job) {
            var all = new ArrayList<Event>();
            var times = job.times();
            add(all, times.createdAt(), What.CREATED);
            for (var past : job.pastAttempts()) {
                add(all, past.claimedAt(), What.SUBMITTED);
                add(all, past.endedAt(), What.PUT_OFF);
            }
            if (job.attempt() > job.pastAttempts().size()) {
                add(all, times.claimedAt(), What.SUBMITTED);
                add(all, times.acceptedAt(), What.ACCEPTED_BY_PROVIDER);
                add(all, times.uncertainSince(), What.ANSWER_LOST);
            }
            add(all, times.producedAt(), What.FINISHED_BY_PROVIDER);
            add(all, times.finishedAt(), switch (job.status()) {
                case COMPLETED -> What.COMPLETED;
                case CANCELLED -> What.CANCELLED;
                case FAILED, PENDING, SUBMITTING, UNCERTAIN, PROCESSING, STORING -> What.FAILED;
            });
            all.sort(Comparator.comparing(Event::at));
            return all;
        }

        private static void add(List<Event> all, @Nullable Instant at, What what) {
            if (at != null) {
                all.add(new Event(at, what));
            }
        }
    }

    /** What became of the wish to stop. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Cancellation")
    public record Cancellation(
            @Schema(description = "NOTHING_SPENT: no provider had it. STOPPED_AT_PROVIDER: the provider"
                    + " stopped. NOT_STOPPED: the provider had it, or may have, and it may be charged. Absent while the provider is"
                    + " being asked") JobChanges.@Nullable CancelEffect effect) {
        static @Nullable Cancellation of(GenerationJob job) {
            return job.cancelRequested() || job.cancelEffect() != null
                    ? new Cancellation(job.cancelEffect())
                    : null;
        }
    }

    /** One field of the request on its way to the provider. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "AppliedField", requiredProperties = {"value", "how"})
    public record Applied(@Schema(implementation = Object.class) JsonNode value,
            @Schema(description = "APPLIED: as it was written. CONVERTED: in the provider's words. DEFAULTED: the request"
                    + " did not say") AppliedField.How how,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) @Schema(
                    description = "What the provider is sent, by its place in the body; absent when the provider does this"
                            + " anyway",
                    example = "{\"input.aspect_ratio\": \"16:9\"}") Map<String, JsonNode> sent) {
        private static Applied of(AppliedField it) {
            return new Applied(it.value(), it.how(), it.sent());
        }

        /** Of every field of a request, by its name. */
        public static Map<String, Applied> all(AppliedRequest request) {
            var applied = new LinkedHashMap<String, Applied>();
            request.fields().forEach(it -> applied.put(it.field(), of(it)));
            return applied;
        }
    }

    static JobView accepted(NewJob job, Acceptance.Accepted stored, String model) {
        return new JobView(job.id().value(), Status.PENDING, JobStatus.PENDING, job.model().value(), model,
                job.provider().value(), job.category(), null, null, List.of(), null, job.requested(),
                Applied.all(job.applied()), new Metadata(job.metadata()).entries(), 0, List.of(),
                List.of(new Event(stored.createdAt(), Event.What.CREATED)), null, null, stored.createdAt(), null, null,
                stored.sendBy(), stored.deadlineAt());
    }

    static JobView of(GenerationJob job, @Nullable String model, OutputUrls urls) {
        var status = Status.of(job.status());
        var times = job.times();
        return new JobView(job.id().value(), status, job.status(), job.model().value(), model, job.provider().value(),
                job.category(), job.providerJobId(), job.progress(),
                job.outputs().stream().map(it -> Output.of(it, urls)).toList(),
                status == Status.FAILED ? Failure.ofNullable(job.failure()) : null, job.requested(),
                Applied.all(job.applied()), job.metadata(), job.attempt(), Attempt.all(job), Event.all(job),
                job.possibleDuplicate() ? true : null, Cancellation.of(job), times.createdAt(), times.acceptedAt(),
                times.finishedAt(), job.sendBy(), job.deadlineAt());
    }
}
