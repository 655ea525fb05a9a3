package dev.atelier.job;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

import dev.atelier.catalog.AppliedRequest;
import dev.atelier.catalog.Category;
import dev.atelier.catalog.ModelId;
import dev.atelier.catalog.ProviderId;

/** A job's row, to read. {@link JobChanges} is the only writer, so there are no setters. */
@Entity
@Immutable
@Table(name = "generation_jobs")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
public class GenerationJob {
    @Id
    private UUID id;
    @Column(name = "user_id")
    private UUID userId;
    @Column(name = "ai_model_id")
    private UUID modelId;
    private String provider;
    @JdbcTypeCode(SqlTypes.NAMED_ENUM)
    private Category category;
    @JdbcTypeCode(SqlTypes.NAMED_ENUM)
    private JobStatus status;
    private int attempt;
    @Column(name = "send_by")
    private Instant sendBy;
    @Column(name = "deadline_at")
    private Instant deadlineAt;
    @Column(name = "provider_job_id")
    private @Nullable String providerJobId;
    private @Nullable Short progress;
    @Column(name = "failure_code")
    private @Nullable String failureCode;
    @Column(name = "failure_message")
    private @Nullable String failureMessage;
    @Column(name = "possible_duplicate")
    private boolean possibleDuplicate;
    @Column(name = "cancel_requested")
    private boolean cancelRequested;
    @Column(name = "cancel_effect")
    private @Nullable String cancelEffect;
    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "past_attempts")
    private @Nullable PastAttempts pastAttempts;
    @JdbcTypeCode(SqlTypes.JSON)
    private RequestedFields params;
    @JdbcTypeCode(SqlTypes.JSON)
    private AppliedRequest applied;
    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable Metadata metadata;
    @Column(name = "created_at")
    private Instant createdAt;
    @Column(name = "claimed_at")
    private @Nullable Instant claimedAt;
    @Column(name = "uncertain_since")
    private @Nullable Instant uncertainSince;
    @Column(name = "accepted_at")
    private @Nullable Instant acceptedAt;
    @Column(name = "produced_at")
    private @Nullable Instant producedAt;
    @Column(name = "finished_at")
    private @Nullable Instant finishedAt;
    @Column(name = "updated_at")
    private Instant updatedAt;

    protected GenerationJob() {}

    public JobId id() {
        return new JobId(id);
    }

    public ModelId modelId() {
        return new ModelId(modelId);
    }

    public ProviderId provider() {
        return new ProviderId(provider);
    }

    public Category category() {
        return category;
    }

    public JobStatus status() {
        return status;
    }

    /** How often it was claimed for the provider; 0 while it has never been. */
    public int attempt() {
        return attempt;
    }

    /** While it is PENDING: when it fails, should no provider have it by then. */
    public Instant sendBy() {
        return sendBy;
    }

    public Instant deadlineAt() {
        return deadlineAt;
    }

    public Optional<String> providerJobId() {
        return Optional.ofNullable(providerJobId);
    }

    public Optional<Integer> progress() {
        return Optional.ofNullable(progress).map(Short::intValue);
    }

    /** Why it failed; on a live job, why its last attempt did. */
    public Optional<JobFailure> failure() {
        return failureCode == null || failureMessage == null
                ? Optional.empty()
                : Optional.of(new JobFailure(FailureKind.valueOf(failureCode), failureMessage));
    }

    /** It was sent again although nobody knew whether the provider had it: there may be a second charge. */
    public boolean isPossibleDuplicate() {
        return possibleDuplicate;
    }

    /** Its owner asked to stop it. */
    public boolean isCancelRequested() {
        return cancelRequested;
    }

    /** What a cancel achieved; empty while there was none, or the provider is still to be asked. */
    public Optional<JobChanges.CancelEffect> cancelEffect() {
        return Optional.ofNullable(cancelEffect).map(JobChanges.CancelEffect::valueOf);
    }

    /** The attempts before the present one. */
    public List<PastAttempt> pastAttempts() {
        return pastAttempts == null ? List.of() : pastAttempts.attempts();
    }

    /** Since when nobody knows whether the provider has it. */
    public Optional<Instant> uncertainSince() {
        return Optional.ofNullable(uncertainSince);
    }

    /** The standard request as it was sent. */
    public RequestedFields requested() {
        return params;
    }

    /** What the provider is sent for it. */
    public AppliedRequest applied() {
        return applied;
    }

    /** The caller's own labels. */
    public Map<String, String> metadata() {
        return metadata == null ? Map.of() : metadata.entries();
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Optional<Instant> claimedAt() {
        return Optional.ofNullable(claimedAt);
    }

    public Optional<Instant> acceptedAt() {
        return Optional.ofNullable(acceptedAt);
    }

    /** When the provider had finished; empty when nothing was copied after that. */
    public Optional<Instant> producedAt() {
        return Optional.ofNullable(producedAt);
    }

    public Optional<Instant> finishedAt() {
        return Optional.ofNullable(finishedAt);
    }

    public Instant updatedAt() {
        return updatedAt;
    }
}
