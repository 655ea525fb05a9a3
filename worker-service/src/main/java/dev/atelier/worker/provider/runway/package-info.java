/** Runway: tasks that are polled and never called back about, for its own models and for its partners'. */
@NullMarked
package dev.atelier.worker.provider.runway;

import org.jspecify.annotations.NullMarked;
