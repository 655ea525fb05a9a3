/** Tests of the parts that need no machine. */
@NullMarked
package dev.atelier.benchmark.speed;

import org.jspecify.annotations.NullMarked;
