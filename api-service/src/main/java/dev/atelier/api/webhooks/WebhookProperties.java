package dev.atelier.api.webhooks;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How callbacks are taken.
 *
 * @param maxBodyBytes the largest callback; providers send a few kilobytes
 */
@ConfigurationProperties("atelier.api.webhooks")
record WebhookProperties(@DefaultValue("262144") int maxBodyBytes) {
    WebhookProperties {
        if (maxBodyBytes < 1 || maxBodyBytes > 8 * 1024 * 1024) {
            throw new IllegalArgumentException(
                    "atelier.api.webhooks.max-body-bytes is 1 to 8388608, not " + maxBodyBytes);
        }
    }
}
