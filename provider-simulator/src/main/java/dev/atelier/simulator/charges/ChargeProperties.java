package dev.atelier.simulator.charges;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param maxKept
 *            above it the oldest charge is forgotten; each takes less than 300 bytes
 */
@ConfigurationProperties("atelier.simulator.charges")
record ChargeProperties(@DefaultValue("1000000") int maxKept) {}
