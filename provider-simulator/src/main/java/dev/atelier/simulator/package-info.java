/** Stands in for the providers: speaks their JSON, with their habits and, when asked, their faults. */
@NullMarked
package dev.atelier.simulator;

import org.jspecify.annotations.NullMarked;
