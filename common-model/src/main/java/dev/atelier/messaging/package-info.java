/** The broker: every name once, messages as bytes, and a publisher that knows what was confirmed. */
@NullMarked
package dev.atelier.messaging;

import org.jspecify.annotations.NullMarked;
