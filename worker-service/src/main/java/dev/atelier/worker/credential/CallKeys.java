package dev.atelier.worker.credential;

import java.util.Optional;
import java.util.function.Supplier;

import org.springframework.stereotype.Component;

import dev.atelier.batch.Batcher;
import dev.atelier.batch.Batchers;
import dev.atelier.catalog.ProviderId;
import dev.atelier.credential.Credentials;
import dev.atelier.credential.ProviderAccounts;
import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.user.UserId;
import dev.atelier.worker.provider.ProviderException;

/** Which key a provider is called with: the user's own, else the operator's. */
@Component
public class CallKeys {
    private final ProviderAccounts accounts;
    private final Batcher<Credentials.Owner, Supplier<Optional<Secret>>> together;

    CallKeys(Credentials credentials, ProviderAccounts accounts, Batchers batchers) {
        this.accounts = accounts;
        together = batchers.open("credentials", credentials::reveal);
    }

    /** @throws ProviderException {@code CREDENTIALS_REFUSED} when there is neither, or the user's cannot be decrypted */
    public Secret keyFor(UserId user, ProviderId provider) {
        try {
            return together.call(new Credentials.Owner(user, provider))
                    .get()
                    .or(() -> accounts.apiKey(provider))
                    .orElseThrow(() -> new ProviderException(FailureKind.CREDENTIALS_REFUSED, "there is no key for "
                            + provider + ": store your own with PUT /api/v1/credentials/" + provider));
        } catch (IllegalStateException e) {
            throw new ProviderException(new dev.atelier.job.JobFailure(FailureKind.CREDENTIALS_REFUSED,
                    "your stored key for " + provider + " cannot be decrypted; store it again"), e);
        }
    }
}
