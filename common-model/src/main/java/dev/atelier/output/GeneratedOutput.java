package dev.atelier.output;

import java.time.Duration;
import java.time.Instant;
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

/** One output of a completed job. Written together with the change to COMPLETED; what is deleted is marked, and kept. */
@Entity
@Immutable
@Table(name = "generated_outputs")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
public class GeneratedOutput {
    @Id
    private UUID id;
    @Column(name = "job_id")
    private UUID jobId;
    private short position;
    @JdbcTypeCode(SqlTypes.NAMED_ENUM)
    private OutputType type;
    private @Nullable String url;
    private @Nullable String text;
    @Column(name = "content_type")
    private @Nullable String contentType;
    @Column(name = "store_key")
    private @Nullable String storeKey;
    private @Nullable Long size;
    private @Nullable String sha256;
    private @Nullable Integer width;
    private @Nullable Integer height;
    @Column(name = "duration_millis")
    private @Nullable Long durationMillis;
    @Column(name = "expires_at")
    private @Nullable Instant expiresAt;
    @Column(name = "deleted_at")
    private @Nullable Instant deletedAt;

    protected GeneratedOutput() {}

    public UUID id() {
        return id;
    }

    /** From 0, in the provider's order. */
    public int position() {
        return position;
    }

    public OutputType type() {
        return type;
    }

    /** At the provider. */
    public Optional<String> url() {
        return Optional.ofNullable(url);
    }

    public Optional<String> text() {
        return Optional.ofNullable(text);
    }

    public Optional<String> contentType() {
        return Optional.ofNullable(contentType);
    }

    /** Whether it is in our store. */
    public boolean isStored() {
        return storeKey != null;
    }

    /** In bytes. */
    public Optional<Long> size() {
        return Optional.ofNullable(size);
    }

    /** In hex. */
    public Optional<String> sha256() {
        return Optional.ofNullable(sha256);
    }

    /** In pixels. */
    public Optional<Integer> width() {
        return Optional.ofNullable(width);
    }

    public Optional<Integer> height() {
        return Optional.ofNullable(height);
    }

    public Optional<Duration> duration() {
        return Optional.ofNullable(durationMillis).map(Duration::ofMillis);
    }

    /** Since when it can be had no more; it may be in the store for a moment still. */
    public Optional<Instant> deletedAt() {
        return Optional.ofNullable(deletedAt);
    }

    /** When the provider deletes it, as far as it says. */
    public Optional<Instant> expiresAt() {
        return Optional.ofNullable(expiresAt);
    }
}
