/** Reads callbacks and settles the jobs that they are about. */
@NullMarked
package dev.atelier.worker.webhook;

import org.jspecify.annotations.NullMarked;
