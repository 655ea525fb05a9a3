package dev.atelier.credential;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How users' provider keys are encrypted at rest.
 *
 * @param keys      AES-256 keys by key id, each 32 bytes in Base64. Keep old ones until nothing is encrypted with them
 * @param activeKey the id of the key that new credentials are encrypted with. Unset: users cannot store credentials
 */
@ConfigurationProperties("atelier.credentials")
public record CredentialProperties(@DefaultValue Map<String, Secret> keys, @Nullable String activeKey) {
    public CredentialProperties {
        keys = Map.copyOf(keys);
        activeKey = activeKey == null || activeKey.isBlank() ? null : activeKey;
        if (activeKey != null && !keys.containsKey(activeKey)) {
            throw new IllegalArgumentException("atelier.credentials.active-key is '" + activeKey
                    + "', but atelier.credentials.keys has only " + keys.keySet());
        }
    }
}
