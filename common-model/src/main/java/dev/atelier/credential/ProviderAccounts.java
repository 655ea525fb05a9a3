package dev.atelier.credential;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.atelier.catalog.ProviderId;

/**
 * The operator's own accounts, {@code atelier.providers.<id>.*}; a provider's adapter reads more of the same prefix.
 *
 * @param providers by provider id
 */
@ConfigurationProperties("atelier")
public record ProviderAccounts(@DefaultValue Map<String, Account> providers) {
    private static final Account NONE = new Account(null, List.of());

    public ProviderAccounts {
        providers = Map.copyOf(providers);
    }

    /**
     * @param apiKey      used for jobs of users without a key of their own
     * @param webhookKeys what callbacks are verified with: the shared secret or the PEM public key, as the provider's scheme
     *                    takes it. Several are accepted at once, so one can be replaced. None: signatures are not checked,
     *                    unless the scheme knows where the provider publishes its keys
     */
    public record Account(@Nullable Secret apiKey, @DefaultValue List<Secret> webhookKeys) {
        public Account {
            webhookKeys = List.copyOf(webhookKeys);
        }
    }

    public Optional<Secret> apiKey(ProviderId provider) {
        return Optional.ofNullable(account(provider).apiKey());
    }

    public List<Secret> webhookKeys(ProviderId provider) {
        return account(provider).webhookKeys();
    }

    private Account account(ProviderId provider) {
        return providers.getOrDefault(provider.value(), NONE);
    }
}
