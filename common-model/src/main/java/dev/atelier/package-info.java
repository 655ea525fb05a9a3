/** What the services share. */
@NullMarked
package dev.atelier;

import org.jspecify.annotations.NullMarked;
