package dev.atelier.job;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.atelier.catalog.Category;
import dev.atelier.catalog.ModelId;
import dev.atelier.catalog.ProviderId;
import dev.atelier.user.UserId;

/**
 * A job as a callback or a check finds it. Ages are by the database's clock.
 *
 * @param providerModel  the provider's name of the model
 * @param operation      which of the provider's endpoints has it
 * @param sinceAccepted  how long the provider has had it; zero when it does not, as far as we know
 * @param sinceUncertain how long nobody has known; zero when it is not UNCERTAIN
 * @param cancelRequested its owner wants it stopped, and the provider has yet to be asked
 * @param overdue        its deadline has passed
 */
public record JobSnapshot(Fence fence, JobStatus status, UserId user, ProviderId provider, Category category,
        ModelId model, String providerModel, String operation, @Nullable ProviderJobId knownAs, int retries,
        Duration sinceAccepted,
        Duration sinceUncertain,
        boolean cancelRequested, boolean overdue) {
    public Optional<ProviderJobId> providerJobId() {
        return Optional.ofNullable(knownAs);
    }
}
