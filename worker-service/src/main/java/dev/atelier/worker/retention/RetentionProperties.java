package dev.atelier.worker.retention;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long things are kept; 0 for ever.
 *
 * @param media  files in our store, counted from their job's end; the job still shows that they were there
 * @param record jobs, with their outputs' rows and what is left of their files, counted from their end; callbacks, counted from
 *               when they came
 * @param batch  rows that go in one statement
 */
@ConfigurationProperties("atelier.retention")
record RetentionProperties(@DefaultValue("30d") Duration media, @DefaultValue("365d") Duration record,
        @DefaultValue("500") int batch) {
    RetentionProperties {
        if (media.isNegative() || record.isNegative() || batch < 1) {
            throw new IllegalArgumentException("atelier.retention: media and record are 0 or more and batch is at least"
                    + " 1, not " + media + ", " + record + ", " + batch);
        }
    }

    /** A record does not go before its files, so they go no later. */
    Duration files() {
        return record.isPositive() && (media.isZero() || record.compareTo(media) < 0) ? record : media;
    }
}
