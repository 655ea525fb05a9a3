package dev.atelier.simulator.fal;

import org.springframework.stereotype.Component;

import dev.atelier.simulator.SimulatedProvider;

@Component
class Fal implements SimulatedProvider {

    static final String NAME = "fal";

    @Override
    public String name() {
        return NAME;
    }
}
