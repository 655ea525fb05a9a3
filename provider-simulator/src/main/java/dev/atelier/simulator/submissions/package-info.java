/** The way of a submission that all providers share: refused, accepted, charged, answered, called back. */
@NullMarked
package dev.atelier.simulator.submissions;

import org.jspecify.annotations.NullMarked;
