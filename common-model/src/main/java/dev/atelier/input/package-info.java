/** Files that users bring along: kept once for each user, told apart by their bytes, named by an id in requests. */
@NullMarked
package dev.atelier.input;

import org.jspecify.annotations.NullMarked;
