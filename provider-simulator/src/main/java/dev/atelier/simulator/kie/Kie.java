package dev.atelier.simulator.kie;

import org.springframework.stereotype.Component;

import dev.atelier.simulator.SimulatedProvider;

@Component
class Kie implements SimulatedProvider {

    static final String NAME = "kie";

    @Override
    public String name() {
        return NAME;
    }
}
