/** Tests. */
@NullMarked
package dev.atelier.benchmark.chaos;

import org.jspecify.annotations.NullMarked;
