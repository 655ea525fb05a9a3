package dev.atelier.simulator.callbacks;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * The one callback address that an account has with a provider which takes none per job. A provider that works so has a
 * bean of this, and the control API can then change the address.
 */
public final class AccountWebhook {

    private final String provider;
    private final @Nullable URI configured;
    private volatile @Nullable URI current;

    public AccountWebhook(String provider, @Nullable URI configured) {
        this.provider = provider;
        this.configured = configured;
        this.current = configured;
    }

    public String provider() {
        return provider;
    }

    /** Null while nobody wants callbacks. */
    public @Nullable URI url() {
        return current;
    }

    public void replace(@Nullable URI url) {
        current = url;
    }

    public void reset() {
        current = configured;
    }
}
