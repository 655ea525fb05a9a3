package dev.atelier.worker.provider;

import dev.atelier.catalog.Category;
import dev.atelier.job.ProviderJobId;

/**
 * A job that the provider has.
 *
 * @param model     the provider's name of the model: some addresses hold it
 * @param operation which of its endpoints took it, as the catalog names it
 * @param category  what is to come of it: an address of a file does not always tell
 */
public record ProviderJob(ProviderJobId id, String model, String operation, Category category) {}
