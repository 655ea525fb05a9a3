package dev.atelier.messaging;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.atelier.catalog.ProviderId;
import dev.atelier.deadletter.DeadLetter;
import dev.atelier.deadletter.DeadLetters;
import dev.atelier.job.CheckJobs;
import dev.atelier.job.JobId;
import dev.atelier.job.SubmitJobs;
import dev.atelier.output.StoreOutputs;
import dev.atelier.webhook.WebhookReceived;

/**
 * The messages that we send, each to its queue. A future that fails means: unknown, so the sender's row must stay due, or the
 * sender must not say yes. Never call this inside a transaction: a nudge that overtakes its commit finds nothing.
 */
public final class Nudges {
    /** As many messages as find their own consumers, before messages grow. */
    private static final int MESSAGES = 4;
    /** A check is made after the other. */
    private static final int MOST_IN_ONE = 50;
    private static final int MOST_TO_SUBMIT = 250;

    private final Publisher publisher;
    private final Topology topology;

    public Nudges(Publisher publisher, Topology topology) {
        this.publisher = publisher;
        this.topology = topology;
    }

    /** As below, where it is not known how many are submitted at the same time. */
    public List<CompletableFuture<Void>> submit(ProviderId provider, List<JobId> jobs) {
        return submit(provider, jobs, MOST_IN_ONE);
    }

    /**
     * @param atOnce so many of them are submitted at the same time; a message carries no more
     * @return one for each message that carries some of them
     */
    public List<CompletableFuture<Void>> submit(ProviderId provider, List<JobId> jobs, int atOnce) {
        return parts(jobs, Math.clamp(atOnce, 1, MOST_TO_SUBMIT)).stream()
                .map(it -> send(topology.jobs(provider), new SubmitJobs(it)))
                .toList();
    }

    /** As above. */
    public List<CompletableFuture<Void>> check(ProviderId provider, List<JobId> jobs) {
        return parts(jobs, MOST_IN_ONE).stream().map(it -> send(topology.checks(provider), new CheckJobs(it))).toList();
    }

    /** As above. */
    public List<CompletableFuture<Void>> store(ProviderId provider, List<JobId> jobs) {
        return parts(jobs, MOST_IN_ONE).stream()
                .map(it -> send(topology.outputs(provider), new StoreOutputs(it)))
                .toList();
    }

    /** Few go one by one, so that each finds a free consumer; the more there are, the more share a message. */
    static List<List<JobId>> parts(List<JobId> jobs, int most) {
        int size = Math.clamp(Math.ceilDiv(jobs.size(), MESSAGES), 1, most);
        return IntStream.range(0, Math.ceilDiv(jobs.size(), size))
                .mapToObj(it -> jobs.subList(it * size, Math.min((it + 1) * size, jobs.size())))
                .toList();
    }

    public CompletableFuture<Void> webhook(WebhookReceived event) {
        return publisher.publish(event.toMessage(topology.exchange(), topology.webhooks()));
    }

    /** A message that cannot be handled, as it came, with the reason. */
    public CompletableFuture<Void> dead(String type, Map<String, Object> headers, byte[] body, String contentType,
            String queue, String reason) {
        var all = new HashMap<String, Object>(headers);
        all.put(DeadLetters.REASON, reason);
        all.put(DeadLetters.QUEUE, queue);
        return publisher.publish(new OutgoingMessage(topology.exchange(), topology.dead(), type, contentType, all,
                body));
    }

    /** A dead letter back to its queue. Forget it only when this is confirmed. */
    public CompletableFuture<Void> replay(DeadLetter letter) {
        return publisher.publish(letter.again(topology.exchange()));
    }

    private CompletableFuture<Void> send(String queue, Object message) {
        return publisher.publish(new OutgoingMessage(topology.exchange(), queue, message.getClass().getSimpleName(),
                Messages.JSON, Map.of(), Messages.encode(message)));
    }
}
