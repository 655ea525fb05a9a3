package dev.atelier.messaging;

import java.util.ArrayList;
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
import dev.atelier.webhook.WebhooksReceived;

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
    private static final int MOST_CALLBACKS = 50;
    /** A message that is kept in memory many times over stays small. */
    private static final int MOST_CALLBACK_CHARS = 64 * 1024;

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
     * @param atOnce so many of them a worker submits at the same time, and so many messages it fetches; each carries a quarter of
     *               that, so that the last jobs do not lie with one worker while another has none
     * @return one for each message that carries some of them
     */
    public List<CompletableFuture<Void>> submit(ProviderId provider, List<JobId> jobs, int atOnce) {
        return parts(jobs, Math.clamp(atOnce / MESSAGES, 1, MOST_TO_SUBMIT)).stream()
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

    /**
     * Callbacks that came at the same time: a lone one as above, several in one message.
     *
     * @return one for each, in their order
     */
    public List<CompletableFuture<Void>> webhooks(List<WebhookReceived> events) {
        return callbackParts(events).stream().flatMap(part -> {
            var sent = part.size() == 1
                    ? webhook(part.getFirst())
                    : send(topology.webhooks(), new WebhooksReceived(part));
            return part.stream().map(_ -> sent);
        }).toList();
    }

    static List<List<WebhookReceived>> callbackParts(List<WebhookReceived> events) {
        var parts = new ArrayList<List<WebhookReceived>>();
        int chars = 0;
        for (var it : events) {
            chars += it.body().length();
            if (parts.isEmpty() || parts.getLast().size() == MOST_CALLBACKS || chars > MOST_CALLBACK_CHARS) {
                parts.add(new ArrayList<>());
                chars = it.body().length();
            }
            parts.getLast().add(it);
        }
        return parts;
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
