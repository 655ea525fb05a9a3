package dev.atelier.simulator;

/** A provider that is stood in for. Its bean is what makes the control API know the name. */
public interface SimulatedProvider {

    /** As it stands in URLs and charges: {@code kie}. */
    String name();
}
