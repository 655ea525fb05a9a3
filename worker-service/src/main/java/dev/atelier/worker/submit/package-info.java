/** Claims PENDING jobs and submits them. */
@NullMarked
package dev.atelier.worker.submit;

import org.jspecify.annotations.NullMarked;
