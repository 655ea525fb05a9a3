/** What is kept no longer. */
@NullMarked
package dev.atelier.worker.retention;

import org.jspecify.annotations.NullMarked;
