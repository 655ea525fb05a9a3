package dev.atelier.simulator.bfl;

import org.springframework.stereotype.Component;

import dev.atelier.simulator.SimulatedProvider;

@Component
class Bfl implements SimulatedProvider {

    static final String NAME = "bfl";

    @Override
    public String name() {
        return NAME;
    }
}
