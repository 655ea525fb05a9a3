/** Tests of the parts that need no machine. */
@NullMarked
package dev.atelier.benchmark.speed.load;

import org.jspecify.annotations.NullMarked;
