/** Replicate: predictions of official models, a list of them, callbacks per job signed as Standard Webhooks. */
@NullMarked
package dev.atelier.simulator.replicate;

import org.jspecify.annotations.NullMarked;
