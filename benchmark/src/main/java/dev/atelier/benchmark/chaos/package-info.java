/** Load on real processes that are killed meanwhile, and the proof from the history that nothing was lost or doubled. */
@NullMarked
package dev.atelier.benchmark.chaos;

import org.jspecify.annotations.NullMarked;
