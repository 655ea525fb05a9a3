package dev.atelier.user;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.annotations.Immutable;

/** Somebody who owns jobs. */
@Entity
@Immutable
@Table(name = "users")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
public class User {
    @Id
    private UUID id;
    private String name;
    @Column(name = "created_at")
    private Instant createdAt;

    protected User() {}

    public UserId id() {
        return new UserId(id);
    }

    public String name() {
        return name;
    }

    public Instant createdAt() {
        return createdAt;
    }
}
