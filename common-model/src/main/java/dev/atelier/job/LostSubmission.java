package dev.atelier.job;

import java.time.Duration;

import dev.atelier.catalog.AppliedRequest;

/**
 * A submission whose answer was lost, as it is looked for in the provider's own list.
 *
 * @param sinceClaimed how long ago it was submitted at the most
 * @param alone        no other submission of the same request is open, so what is found can only be this one
 */
public record LostSubmission(AppliedRequest request, Duration sinceClaimed, boolean alone) {}
