/** Shows a job to its owner. */
@NullMarked
package dev.atelier.api.jobs;

import org.jspecify.annotations.NullMarked;
