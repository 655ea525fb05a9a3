/** Everything in one JVM, for trying Atelier and for working on it. */
@NullMarked
package dev.atelier.standalone;

import org.jspecify.annotations.NullMarked;
