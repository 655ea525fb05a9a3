/** Sends requests: as fast as they are answered, or at a fixed rate. */
@NullMarked
package dev.atelier.benchmark.speed.load;

import org.jspecify.annotations.NullMarked;
