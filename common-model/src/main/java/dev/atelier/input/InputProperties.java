package dev.atelier.input;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Files that users bring along; the same for api-service and worker-service.
 *
 * @param maxBytes     the largest file, uploaded, imported, written into a request, or fetched for a provider
 * @param linkLifetime how long a provider can fetch a file from us; longer than it waits before it begins a job
 * @param fetchWithin  how long it may take to get all files of one job together before its provider is called. Counts towards
 *                     {@code atelier.worker.submit-lease}
 */
@ConfigurationProperties("atelier.inputs")
public record InputProperties(@DefaultValue("25MB") DataSize maxBytes,
        @DefaultValue("24h") Duration linkLifetime, @DefaultValue("45s") Duration fetchWithin) {
    /** Files are handed over whole, in memory. */
    private static final DataSize MOST = DataSize.ofMegabytes(512);

    public InputProperties {
        if (maxBytes.toBytes() < 1 || maxBytes.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("atelier.inputs.max-bytes is 1B to " + MOST + ", not " + maxBytes);
        }
        if (!linkLifetime.isPositive()) {
            throw new IllegalArgumentException("atelier.inputs.link-lifetime is positive, not " + linkLifetime);
        }
        if (!fetchWithin.isPositive()) {
            throw new IllegalArgumentException("atelier.inputs.fetch-within is positive, not " + fetchWithin);
        }
    }
}
