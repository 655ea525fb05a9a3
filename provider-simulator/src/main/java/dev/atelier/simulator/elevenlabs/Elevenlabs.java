package dev.atelier.simulator.elevenlabs;

import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;

import dev.atelier.simulator.SimulatedProvider;
import dev.atelier.simulator.callbacks.AccountWebhook;

@Component
class Elevenlabs implements SimulatedProvider {

    static final String NAME = "elevenlabs";

    @Override
    public String name() {
        return NAME;
    }

    @Bean
    static AccountWebhook elevenlabsWebhook(ElevenlabsProperties properties) {
        return new AccountWebhook(NAME, properties.webhookUrl());
    }
}
