package dev.atelier.simulator.stability;

import org.springframework.stereotype.Component;

import dev.atelier.simulator.SimulatedProvider;

@Component
class Stability implements SimulatedProvider {

    static final String NAME = "stability";

    @Override
    public String name() {
        return NAME;
    }
}
