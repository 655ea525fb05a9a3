package dev.atelier.worker.provider.google;

import java.net.URI;
import java.time.Duration;

import org.springframework.util.unit.DataSize;

import dev.atelier.job.FailureKind;
import dev.atelier.worker.provider.PackagedCatalog;
import dev.atelier.worker.provider.ProviderAdapter;
import dev.atelier.worker.provider.ProviderAdapterContract;
import dev.atelier.worker.provider.ProviderHttp;

/** The contract, for the models of one of Google's operations. */
abstract class GoogleContract extends ProviderAdapterContract {
    GoogleContract(String operation) {
        super(GoogleAdapter.ID, GoogleAdapter.NAME,
                PackagedCatalog.of(GoogleAdapter.ID).only(it -> it.operation().equals(operation)));
    }

    @Override
    protected ProviderAdapter adapter(URI simulator, ProviderHttp http) {
        return GoogleAdapter.create(new GoogleProperties(URI.create(simulator + "/google"), Duration.ofSeconds(1),
                Duration.ofSeconds(2), DataSize.ofMegabytes(8), Duration.ofSeconds(30), Duration.ofHours(1)), http);
    }

    /** Billing is a precondition that the account does not meet. */
    @Override
    protected FailureKind whenThereIsNoCredit() {
        return FailureKind.CREDENTIALS_REFUSED;
    }
}
