/** Black Forest Labs: an endpoint for each model, one shape of answers, callbacks per job. */
@NullMarked
package dev.atelier.simulator.bfl;

import org.jspecify.annotations.NullMarked;
