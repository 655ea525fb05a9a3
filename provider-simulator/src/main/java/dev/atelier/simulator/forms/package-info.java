/** Multipart forms: read whole, and held against what an endpoint's published contract allows. */
@NullMarked
package dev.atelier.simulator.forms;

import org.jspecify.annotations.NullMarked;
