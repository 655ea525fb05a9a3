/** Reads what callers send, within bounds and strictly, and refuses the rest by name. */
@NullMarked
package dev.atelier.api.input;

import org.jspecify.annotations.NullMarked;
