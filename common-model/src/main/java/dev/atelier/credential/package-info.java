/** Keys of providers: encrypted at rest, hidden in logs. */
@NullMarked
package dev.atelier.credential;

import org.jspecify.annotations.NullMarked;
