/** Anthropic: messages in the answer, message batches that are polled, and a version that every call must name. */
@NullMarked
package dev.atelier.simulator.anthropic;

import org.jspecify.annotations.NullMarked;
