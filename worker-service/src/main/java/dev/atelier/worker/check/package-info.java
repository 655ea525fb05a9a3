/** Asks providers how their jobs stand. */
@NullMarked
package dev.atelier.worker.check;

import org.jspecify.annotations.NullMarked;
