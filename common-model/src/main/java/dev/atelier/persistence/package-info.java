/** How rows become objects where the defaults do not do. */
@NullMarked
package dev.atelier.persistence;

import org.jspecify.annotations.NullMarked;
