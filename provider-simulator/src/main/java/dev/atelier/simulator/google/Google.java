package dev.atelier.simulator.google;

import org.springframework.stereotype.Component;

import dev.atelier.simulator.SimulatedProvider;

@Component
class Google implements SimulatedProvider {

    static final String NAME = "google";

    @Override
    public String name() {
        return NAME;
    }
}
