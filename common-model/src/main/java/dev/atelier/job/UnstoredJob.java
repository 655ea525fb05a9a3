package dev.atelier.job;

import java.util.List;

import dev.atelier.catalog.Category;
import dev.atelier.catalog.ProviderId;
import dev.atelier.output.ProducedOutput;
import dev.atelier.user.UserId;

/**
 * A job whose provider has finished, and whose outputs this worker is to copy now.
 *
 * @param outputs what was made; what an earlier try has copied is {@link ProducedOutput.Stored} already
 * @param tries   how often it was tried, this time included
 * @param overdue whether this is the last try, should its files' host fail it
 */
public record UnstoredJob(Fence fence, UserId user, ProviderId provider, Category category,
        List<ProducedOutput> outputs, int tries, boolean overdue) {
    public UnstoredJob {
        outputs = List.copyOf(outputs);
    }
}
