/** What goes wrong, how often, and the seeded dice that decide it. */
@NullMarked
package dev.atelier.simulator.faults;

import org.jspecify.annotations.NullMarked;
