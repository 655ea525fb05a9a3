/** Which key a job is submitted with. */
@NullMarked
package dev.atelier.worker.credential;

import org.jspecify.annotations.NullMarked;
