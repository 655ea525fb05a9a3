/** Files that go into a job, in the form that its provider takes. */
@NullMarked
package dev.atelier.worker.input;

import org.jspecify.annotations.NullMarked;
