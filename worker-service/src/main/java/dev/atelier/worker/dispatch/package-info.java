/** Finds what is due and sends it out. */
@NullMarked
package dev.atelier.worker.dispatch;

import org.jspecify.annotations.NullMarked;
