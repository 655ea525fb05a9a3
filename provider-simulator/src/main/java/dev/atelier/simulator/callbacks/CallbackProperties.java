package dev.atelier.simulator.callbacks;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param timeout
 *            of one attempt
 * @param maxWaiting
 *            callbacks that may be planned at a time; one more is lost, and a warning says so
 * @param inFlightPerTarget
 *            connections that one host and port has to bear
 */
@ConfigurationProperties("atelier.simulator.callbacks")
record CallbackProperties(@DefaultValue("15s") Duration timeout, @DefaultValue("200000") int maxWaiting,
        @DefaultValue("64") int inFlightPerTarget) {}
