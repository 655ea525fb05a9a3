package dev.atelier.simulator.anthropic;

import org.springframework.stereotype.Component;

import dev.atelier.simulator.SimulatedProvider;

@Component
class Anthropic implements SimulatedProvider {

    static final String NAME = "anthropic";

    @Override
    public String name() {
        return NAME;
    }
}
