package dev.atelier.job;

/**
 * What a writer must hold to change a job: the attempt that it saw. A writer of an earlier attempt (paused, cut off, late)
 * changes nothing.
 */
public record Fence(JobId job, int attempt) {}
