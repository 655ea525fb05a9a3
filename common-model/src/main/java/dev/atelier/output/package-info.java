/** What a finished job produced. */
@NullMarked
package dev.atelier.output;

import org.jspecify.annotations.NullMarked;
