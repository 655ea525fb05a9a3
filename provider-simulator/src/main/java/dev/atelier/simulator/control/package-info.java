/** The simulator's own API under {@code /__simulator}, by which a test asks for faults and counts charges. */
@NullMarked
package dev.atelier.simulator.control;

import org.jspecify.annotations.NullMarked;
