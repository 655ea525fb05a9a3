/** Outputs go into our store: files that came with an answer at once, files at the provider by copying. */
@NullMarked
package dev.atelier.worker.output;

import org.jspecify.annotations.NullMarked;
