/** Takes dead messages off the broker and keeps them as rows. */
@NullMarked
package dev.atelier.worker.deadletter;

import org.jspecify.annotations.NullMarked;
