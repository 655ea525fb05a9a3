package dev.atelier.output;

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

/** One output of a completed job. Written once, together with the change to COMPLETED. */
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
    @Column(name = "expires_at")
    private @Nullable Instant expiresAt;

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

    public Optional<String> url() {
        return Optional.ofNullable(url);
    }

    public Optional<String> text() {
        return Optional.ofNullable(text);
    }

    public Optional<String> contentType() {
        return Optional.ofNullable(contentType);
    }

    public Optional<Instant> expiresAt() {
        return Optional.ofNullable(expiresAt);
    }
}
