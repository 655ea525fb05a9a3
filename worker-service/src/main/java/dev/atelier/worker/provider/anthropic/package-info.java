/** Anthropic: messages with the text in the answer, and message batches at half the price. */
@NullMarked
package dev.atelier.worker.provider.anthropic;

import org.jspecify.annotations.NullMarked;
