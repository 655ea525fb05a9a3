/** A provider without a network, to be loaded into a worker. */
@NullMarked
package dev.atelier.benchmark.speed.provider;

import org.jspecify.annotations.NullMarked;
