/** Runway: tasks that are polled, with a closed schema for each model. */
@NullMarked
package dev.atelier.simulator.runway;

import org.jspecify.annotations.NullMarked;
