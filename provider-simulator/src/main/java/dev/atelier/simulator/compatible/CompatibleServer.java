package dev.atelier.simulator.compatible;

import org.springframework.stereotype.Component;

import dev.atelier.simulator.SimulatedProvider;

@Component
class CompatibleServer implements SimulatedProvider {

    static final String NAME = "openai-compatible";

    @Override
    public String name() {
        return NAME;
    }
}
