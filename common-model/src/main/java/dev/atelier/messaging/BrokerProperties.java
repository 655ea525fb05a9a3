package dev.atelier.messaging;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How we use the broker; its address is {@code spring.rabbitmq.*}.
 *
 * @param prefix         goes before every exchange and queue name, so that two installations can share a broker
 * @param publishWindow  messages that may wait for their confirm at once; 200 to 1,000 keep a connection busy
 * @param publishBuffer  messages that may wait for the window; when it is full, publishing fails at once
 * @param confirmTimeout how long a confirm may take before the message counts as not published
 */
@ConfigurationProperties("atelier.broker")
public record BrokerProperties(@DefaultValue("") String prefix, @DefaultValue("500") int publishWindow,
        @DefaultValue("10000") int publishBuffer, @DefaultValue("5s") Duration confirmTimeout) {
    public BrokerProperties {
        if (publishWindow < 1 || publishBuffer < 1 || !confirmTimeout.isPositive()) {
            throw new IllegalArgumentException("atelier.broker: publish-window, publish-buffer and confirm-timeout are"
                    + " positive, not " + publishWindow + ", " + publishBuffer + ", " + confirmTimeout);
        }
    }
}
