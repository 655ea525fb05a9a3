/** A server on somebody's own machine that copies OpenAI's paths. */
@NullMarked
package dev.atelier.simulator.compatible;

import org.jspecify.annotations.NullMarked;
