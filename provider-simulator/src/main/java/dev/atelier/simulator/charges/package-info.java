/** The record of every submission that was accepted, and so would have been paid for. */
@NullMarked
package dev.atelier.simulator.charges;

import org.jspecify.annotations.NullMarked;
