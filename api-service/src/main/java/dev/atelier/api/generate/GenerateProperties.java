package dev.atelier.api.generate;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How requests are taken.
 *
 * @param maxBodyBytes  the largest body of a request. Pictures may be written into it; larger files are uploaded first
 * @param window        jobs that may wait in one provider's queue; more are left to the dispatcher, as rows
 * @param publishWithin when the dispatcher sends an accepted job out, should our own nudge get lost
 */
@ConfigurationProperties("atelier.api")
record GenerateProperties(@DefaultValue("12582912") int maxBodyBytes, @DefaultValue("500") int window,
        @DefaultValue("15s") Duration publishWithin) {
    GenerateProperties {
        if (maxBodyBytes < 1 || maxBodyBytes > 64 * 1024 * 1024) {
            throw new IllegalArgumentException("atelier.api.max-body-bytes is 1 to 67108864, not " + maxBodyBytes);
        }
        if (window < 1) {
            throw new IllegalArgumentException("atelier.api.window is 1 or more, not " + window);
        }
        if (!publishWithin.isPositive()) {
            throw new IllegalArgumentException("atelier.api.publish-within is positive, not " + publishWithin);
        }
    }
}
