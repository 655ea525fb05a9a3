/** What a provider's answer, or its failure, means for the job. */
@NullMarked
package dev.atelier.worker.outcome;

import org.jspecify.annotations.NullMarked;
