/** Callbacks on their way to whoever asked for them. */
@NullMarked
package dev.atelier.simulator.callbacks;

import org.jspecify.annotations.NullMarked;
