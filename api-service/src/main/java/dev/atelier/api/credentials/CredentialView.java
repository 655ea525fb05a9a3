package dev.atelier.api.credentials;

import java.time.Instant;

import io.swagger.v3.oas.annotations.media.Schema;

import dev.atelier.credential.Credentials;

/** That there is a key. There is no way to see it again. */
@Schema(name = "Credential", requiredProperties = {"provider", "createdAt", "updatedAt"})
record CredentialView(@Schema(example = "kie") String provider, Instant createdAt, Instant updatedAt) {
    static CredentialView of(Credentials.Stored it) {
        return new CredentialView(it.provider().value(), it.createdAt(), it.updatedAt());
    }
}
