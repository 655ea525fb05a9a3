/** The worker: queues in, providers called, jobs moved on. */
@NullMarked
package dev.atelier.worker;

import org.jspecify.annotations.NullMarked;
