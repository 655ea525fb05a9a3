/** The real state machine on a real database, with everything around it simulated from one seed. */
@NullMarked
package dev.atelier.worker.simulation;

import org.jspecify.annotations.NullMarked;
