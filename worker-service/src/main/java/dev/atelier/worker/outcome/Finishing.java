package dev.atelier.worker.outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import dev.atelier.batch.Batcher;
import dev.atelier.batch.Batchers;
import dev.atelier.catalog.ProviderId;
import dev.atelier.job.JobChanges;
import dev.atelier.job.JobId;
import dev.atelier.messaging.Nudges;
import dev.atelier.output.ProducedOutput;
import dev.atelier.worker.WorkerProperties;
import dev.atelier.worker.output.OutputProperties;

/**
 * What becomes of a job whose provider has finished: it is done, or its files are to be copied first. Files that came with the
 * answer are in the store already.
 */
@Component
public class Finishing {
    private static final Logger log = LoggerFactory.getLogger(Finishing.class);

    private final JobChanges changes;
    private final Nudges nudges;
    private final OutputProperties outputs;
    private final WorkerProperties properties;
    private final Batcher<JobChanges.Done, Boolean> completed;
    private final Batcher<Finished, Boolean> storing;

    Finishing(JobChanges changes, Nudges nudges, OutputProperties outputs, WorkerProperties properties,
            Batchers batchers) {
        this.changes = changes;
        this.nudges = nudges;
        this.outputs = outputs;
        this.properties = properties;
        completed = batchers.open("job-completed", changes::completed);
        storing = batchers.open("job-storing", this::storing);
    }

    /** That the provider has finished a job. */
    public record Finished(ProviderId provider, JobChanges.Done done) {}

    /** Writes it with what comes at the same time, so not within a transaction. False: somebody else was there first. */
    public boolean finish(ProviderId provider, JobChanges.Done done) {
        var finished = new Finished(provider, done);
        return isToBeCopied(finished) ? storing.call(finished) : completed.call(done);
    }

    private List<Boolean> storing(List<Finished> all) {
        var moved = changes.storing(all.stream().map(Finished::done).toList(), properties.republishAfter());
        nudge(all, moved);
        return moved;
    }

    /**
     * Writes them, each kind in one statement of its own, and nudges the copiers.
     *
     * @param beside of some of them, by their places in the list, what else is to be written with those that are moved
     * @return for each, whether it was moved
     */
    public List<Boolean> finish(List<Finished> all, Function<List<Integer>, JobChanges.Beside> beside) {
        var moved = new ArrayList<Boolean>(all.stream().map(_ -> false).toList());
        var toCopy = IntStream.range(0, all.size()).filter(it -> isToBeCopied(all.get(it))).boxed().toList();
        var rest = IntStream.range(0, all.size()).filter(it -> !isToBeCopied(all.get(it))).boxed().toList();
        if (!toCopy.isEmpty()) {
            put(moved, toCopy, changes.storing(done(all, toCopy), properties.republishAfter(), beside.apply(toCopy)));
            // At once: should the others fail, these are written all the same.
            nudge(all, moved);
        }
        if (!rest.isEmpty()) {
            put(moved, rest, changes.completed(done(all, rest), beside.apply(rest)));
        }
        return moved;
    }

    private static List<JobChanges.Done> done(List<Finished> all, List<Integer> some) {
        return some.stream().map(it -> all.get(it).done()).toList();
    }

    private static void put(List<Boolean> moved, List<Integer> some, List<Boolean> ofThose) {
        for (int i = 0; i < some.size(); i++) {
            moved.set(some.get(i), ofThose.get(i));
        }
    }

    /** Sends those that are to be copied, and moved, to the copiers. A nudge that gets lost is made good by the dispatcher. */
    private void nudge(List<Finished> all, List<Boolean> moved) {
        IntStream.range(0, all.size())
                .filter(it -> moved.get(it) && isToBeCopied(all.get(it)))
                .mapToObj(all::get)
                .collect(Collectors.groupingBy(Finished::provider,
                        Collectors.mapping(it -> it.done().fence().job(), Collectors.toList())))
                .forEach(this::nudge);
    }

    private void nudge(ProviderId provider, List<JobId> jobs) {
        for (var sent : nudges.store(provider, jobs)) {
            var _ = sent.exceptionally(failure -> {
                log.debug("a nudge to copy outputs was lost, the dispatcher repeats it", failure);
                return null;
            });
        }
    }

    private boolean isToBeCopied(Finished finished) {
        return outputs.copy() && finished.done()
                .outputs()
                .stream()
                .anyMatch(ProducedOutput.Hosted.class::isInstance);
    }
}
