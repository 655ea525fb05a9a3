/** fal.ai: its queue, its results, its errors. */
@NullMarked
package dev.atelier.worker.provider.fal;

import org.jspecify.annotations.NullMarked;
