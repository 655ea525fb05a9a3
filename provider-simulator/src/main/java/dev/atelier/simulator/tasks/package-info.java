/** What the providers were asked to do, kept for a bounded time; its state follows from the clock alone. */
@NullMarked
package dev.atelier.simulator.tasks;

import org.jspecify.annotations.NullMarked;
