/** The speed run: every figure of the services beside a figure of the machine, taken in the same minutes. */
@NullMarked
package dev.atelier.benchmark.speed;

import org.jspecify.annotations.NullMarked;
