/** The pictures that stand in for results, drawn anew whenever somebody fetches one. */
@NullMarked
package dev.atelier.simulator.pictures;

import org.jspecify.annotations.NullMarked;
