/** A generation job: its states, the one way to change them, and the messages that point at it. */
@NullMarked
package dev.atelier.job;

import org.jspecify.annotations.NullMarked;
