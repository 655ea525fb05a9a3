package dev.atelier.net;

import java.time.Duration;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How files are fetched from addresses that users and providers give.
 *
 * @param allowPrivate   for tests and one's own machine: loopback and private networks, and every port, are allowed.
 *                       Link-local addresses, where clouds keep their secrets, stay refused
 * @param ports          the ports that are allowed otherwise
 * @param connectTimeout for the look-up of a name, and for a connection
 * @param readTimeout    the longest silence of a server that is answering
 * @param totalTimeout   for all of it, redirects included, where a caller does not say otherwise
 */
@ConfigurationProperties("atelier.net")
public record NetProperties(@DefaultValue("false") boolean allowPrivate,
        @DefaultValue({
            "80", "443"}) Set<Integer> ports,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("20s") Duration readTimeout, @DefaultValue("60s") Duration totalTimeout) {
    public NetProperties {
        ports = Set.copyOf(ports);
        if (ports.stream().anyMatch(it -> it < 1 || it > 65_535)) {
            throw new IllegalArgumentException("atelier.net.ports are from 1 to 65535, not " + ports);
        }
        positive("connect-timeout", connectTimeout);
        positive("read-timeout", readTimeout);
        positive("total-timeout", totalTimeout);
    }

    private static void positive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException("atelier.net." + name + " is positive, not " + value);
        }
    }
}
