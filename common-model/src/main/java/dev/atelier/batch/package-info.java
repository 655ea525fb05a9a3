/** Concurrent calls that become one: a statement, a commit or a message for many. */
@NullMarked
package dev.atelier.batch;

import org.jspecify.annotations.NullMarked;
