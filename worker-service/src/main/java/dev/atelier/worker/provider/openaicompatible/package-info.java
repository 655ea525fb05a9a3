/** Servers that copy OpenAI's paths: whoever they are, their catalog file says the rest. */
@NullMarked
package dev.atelier.worker.provider.openaicompatible;

import org.jspecify.annotations.NullMarked;
