/** Callbacks of providers: the address we give them, the event as it came, and its stored row. */
@NullMarked
package dev.atelier.webhook;

import org.jspecify.annotations.NullMarked;
