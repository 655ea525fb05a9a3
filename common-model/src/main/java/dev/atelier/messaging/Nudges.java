package dev.atelier.messaging;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.atelier.catalog.ProviderId;
import dev.atelier.deadletter.DeadLetter;
import dev.atelier.deadletter.DeadLetters;
import dev.atelier.job.CheckJobs;
import dev.atelier.job.JobId;
import dev.atelier.job.SubmitJobs;
import dev.atelier.webhook.WebhookReceived;

/**
 * The messages that we send, each to its queue. A future that fails means: unknown, so the sender's row must stay due, or the
 * sender must not say yes. Never call this inside a transaction: a nudge that overtakes its commit finds nothing.
 */
public final class Nudges {
    private final Publisher publisher;
    private final Topology topology;

    public Nudges(Publisher publisher, Topology topology) {
        this.publisher = publisher;
        this.topology = topology;
    }

    public CompletableFuture<Void> submit(ProviderId provider, List<JobId> jobs) {
        return send(topology.jobs(provider), new SubmitJobs(jobs));
    }

    public CompletableFuture<Void> check(ProviderId provider, List<JobId> jobs) {
        return send(topology.checks(provider), new CheckJobs(jobs));
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
