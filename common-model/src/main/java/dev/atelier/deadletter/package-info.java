/** Messages that could not be handled: kept until a person has decided. */
@NullMarked
package dev.atelier.deadletter;

import org.jspecify.annotations.NullMarked;
