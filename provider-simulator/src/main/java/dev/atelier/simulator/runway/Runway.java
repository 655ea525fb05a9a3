package dev.atelier.simulator.runway;

import org.springframework.stereotype.Component;

import dev.atelier.simulator.SimulatedProvider;

@Component
class Runway implements SimulatedProvider {

    static final String NAME = "runway";

    @Override
    public String name() {
        return NAME;
    }
}
