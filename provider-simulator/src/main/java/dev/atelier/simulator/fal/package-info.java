/** fal.ai: the queue API, callbacks per job, signed with an Ed25519 key that is published. */
@NullMarked
package dev.atelier.simulator.fal;

import org.jspecify.annotations.NullMarked;
