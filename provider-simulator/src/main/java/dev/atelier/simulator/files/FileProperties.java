package dev.atelier.simulator.files;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param publicBaseUrl
 *            how others reach this process; without one, localhost and the port it listens on
 */
@ConfigurationProperties("atelier.simulator")
record FileProperties(@Nullable URI publicBaseUrl) {}
