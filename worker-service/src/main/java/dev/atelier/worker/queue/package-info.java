/** How queues are consumed: acknowledged after the commit, undecodable messages put aside. */
@NullMarked
package dev.atelier.worker.queue;

import org.jspecify.annotations.NullMarked;
