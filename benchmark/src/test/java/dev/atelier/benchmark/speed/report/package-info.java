/** Tests of the parts that need no machine. */
@NullMarked
package dev.atelier.benchmark.speed.report;

import org.jspecify.annotations.NullMarked;
