/** Replicate: its predictions, the shapes of their outputs, its errors. */
@NullMarked
package dev.atelier.worker.provider.replicate;

import org.jspecify.annotations.NullMarked;
