package dev.atelier.simulator.faults;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param seed
 *            the same seed and the same order of requests give the same faults; without one every run differs
 * @param faults
 *            by provider; what a provider goes back to when the simulator is reset
 */
@ConfigurationProperties("atelier.simulator")
record FaultProperties(@Nullable Long seed, @DefaultValue Map<String, Faults> faults) {}
