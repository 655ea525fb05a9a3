/** Stability AI: its forms, its results, its errors. */
@NullMarked
package dev.atelier.worker.provider.stability;

import org.jspecify.annotations.NullMarked;
