package dev.atelier.worker.credential;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.springframework.stereotype.Component;

import dev.atelier.batch.Batcher;
import dev.atelier.batch.Batchers;
import dev.atelier.catalog.ProviderId;
import dev.atelier.credential.Credentials;
import dev.atelier.credential.ProviderAccounts;
import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.user.UserId;
import dev.atelier.worker.provider.ProviderAdapters;
import dev.atelier.worker.provider.ProviderException;

/** Which key a provider is called with: the user's own, else the operator's. */
@Component
public class CallKeys {
    /** Sent where no key is needed and none is known: a header must have something in it. */
    private static final Secret NO_KEY = new Secret("no-key");

    private final Credentials credentials;
    private final ProviderAccounts accounts;
    private final ProviderAdapters adapters;
    private final Batcher<Credentials.Owner, Supplier<Optional<Secret>>> together;

    CallKeys(Credentials credentials, ProviderAccounts accounts, ProviderAdapters adapters, Batchers batchers) {
        this.credentials = credentials;
        this.accounts = accounts;
        this.adapters = adapters;
        together = batchers.open("credentials", credentials::reveal);
    }

    /**
     * @throws ProviderException {@code CREDENTIALS_REFUSED} when there is neither and one is needed, or the user's cannot be
     *                           decrypted
     */
    public Secret keyFor(UserId user, ProviderId provider) {
        return key(provider, together.call(new Credentials.Owner(user, provider)));
    }

    /** The same for many, by one statement on the caller's thread: each is found, or refused, when it is asked for. */
    public Map<Credentials.Owner, Supplier<Secret>> keysFor(Set<Credentials.Owner> owners) {
        var each = List.copyOf(owners);
        var stored = each.isEmpty() ? List.<Supplier<Optional<Secret>>>of() : credentials.reveal(each);
        return IntStream.range(0, each.size())
                .boxed()
                .collect(Collectors.toMap(each::get, it -> () -> key(each.get(it).provider(), stored.get(it))));
    }

    private Secret key(ProviderId provider, Supplier<Optional<Secret>> stored) {
        try {
            return stored.get()
                    .or(() -> accounts.apiKey(provider))
                    .or(() -> adapters.find(provider).filter(it -> !it.needsKey()).map(_ -> NO_KEY))
                    .orElseThrow(() -> new ProviderException(FailureKind.CREDENTIALS_REFUSED, "there is no key for "
                            + provider + ": store your own with PUT /api/v1/credentials/" + provider));
        } catch (IllegalStateException e) {
            throw new ProviderException(new JobFailure(FailureKind.CREDENTIALS_REFUSED,
                    "your stored key for " + provider + " cannot be decrypted; store it again"), e);
        }
    }
}
