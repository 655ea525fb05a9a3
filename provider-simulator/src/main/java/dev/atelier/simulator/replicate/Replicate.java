package dev.atelier.simulator.replicate;

import org.springframework.stereotype.Component;

import dev.atelier.simulator.SimulatedProvider;

@Component
class Replicate implements SimulatedProvider {

    static final String NAME = "replicate";

    @Override
    public String name() {
        return NAME;
    }
}
