package dev.atelier.simulator.tasks;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Each holds per provider; what is above is forgotten, oldest first.
 *
 * @param maxText
 *            of all prompts and requests together
 */
@ConfigurationProperties("atelier.simulator.tasks")
record TaskProperties(@DefaultValue("200000") int maxKept, @DefaultValue("24h") Duration maxAge,
        @DefaultValue("128MB") DataSize maxText) {}
