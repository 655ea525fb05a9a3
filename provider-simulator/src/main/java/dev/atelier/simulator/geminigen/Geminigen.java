package dev.atelier.simulator.geminigen;

import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;

import dev.atelier.simulator.SimulatedProvider;
import dev.atelier.simulator.callbacks.AccountWebhook;

@Component
class Geminigen implements SimulatedProvider {

    static final String NAME = "geminigen";

    @Override
    public String name() {
        return NAME;
    }

    @Bean
    static AccountWebhook geminigenWebhook(GeminigenProperties properties) {
        return new AccountWebhook(NAME, properties.webhookUrl());
    }
}
