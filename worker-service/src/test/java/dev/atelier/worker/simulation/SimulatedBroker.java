package dev.atelier.worker.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;

import dev.atelier.messaging.NotPublished;
import dev.atelier.messaging.OutgoingMessage;
import dev.atelier.messaging.Publisher;

/** Queues in memory, at least once and sometimes less: messages come twice, late, in any order, again, or not at all. */
final class SimulatedBroker implements Publisher {
    private final Chance chance;
    private final Steps steps;
    private final List<String> log;
    private final List<Envelope> waiting = new ArrayList<>();
    private final Map<Actor, Envelope> unacknowledged = new LinkedHashMap<>();
    private final List<String> dead = new ArrayList<>();
    private final List<OutgoingMessage> wiped = new ArrayList<>();
    private boolean away;
    private int faultPerMille;

    SimulatedBroker(Chance chance, Steps steps, List<String> log) {
        this.chance = chance;
        this.steps = steps;
        this.log = log;
    }

    /** A message in a queue. */
    static final class Envelope {
        private final OutgoingMessage content;
        private boolean redelivered;

        Envelope(OutgoingMessage content) {
            this.content = content;
        }

        String queue() {
            return content.routingKey();
        }

        Message toMessage() {
            var properties = new MessageProperties();
            properties.setHeaders(new HashMap<>(content.headers()));
            properties.setType(content.type());
            properties.setContentType(content.contentType());
            properties.setConsumerQueue(queue());
            properties.setRedelivered(redelivered);
            return new Message(content.body(), properties);
        }

        @Override
        public String toString() {
            return content.type() + " on " + queue() + (redelivered ? " again" : "");
        }
    }

    void rate(int faults) {
        faultPerMille = faults;
    }

    @Override
    public CompletableFuture<Void> publish(OutgoingMessage message) {
        steps.at("before publish " + message.type());
        var outcome = new CompletableFuture<Void>();
        if (away) {
            outcome.completeExceptionally(new NotPublished("the broker is away"));
        } else if (chance.fault("message lost, not confirmed", faultPerMille)) {
            log.add("lost: " + message.type());
            outcome.completeExceptionally(new NotPublished("the connection was lost before the confirm"));
        } else {
            waiting.add(new Envelope(message));
            if (chance.fault("message doubled", faultPerMille)) {
                waiting.add(new Envelope(message));
            }
            if (chance.fault("confirm lost", faultPerMille)) {
                outcome.completeExceptionally(new NotPublished("no confirm in time"));
            } else {
                outcome.complete(null);
            }
        }
        steps.at("after publish " + message.type());
        return outcome;
    }

    int depth(String queue) {
        return (int) waiting.stream().filter(it -> it.queue().equals(queue)).count();
    }

    boolean isAway() {
        return away;
    }

    void away(boolean value) {
        away = value;
    }

    List<Envelope> waiting() {
        return waiting;
    }

    void deliver(Envelope envelope, Actor to) {
        waiting.remove(envelope);
        unacknowledged.put(to, envelope);
    }

    void acknowledge(Actor by) {
        unacknowledged.remove(by);
    }

    /** Back to its queue. Nothing happens when the channel was cut before: it is there already. */
    void giveBack(Actor by) {
        var envelope = unacknowledged.remove(by);
        if (envelope != null) {
            envelope.redelivered = true;
            waiting.add(envelope);
        }
    }

    void putAside(Actor by, String reason) {
        var envelope = unacknowledged.remove(by);
        if (envelope != null) {
            dead.add(envelope + ": " + reason);
        }
    }

    /** What this worker has not acknowledged comes again, whether or not the worker knows that it is cut off. */
    void cut(SimulatedWorker worker) {
        unacknowledged.keySet().stream().filter(it -> it.worker() == worker).toList().forEach(this::giveBack);
    }

    /** Its data is gone. */
    void wipe() {
        waiting.forEach(it -> wiped.add(it.content));
        unacknowledged.values().forEach(it -> wiped.add(it.content));
        waiting.clear();
        unacknowledged.clear();
    }

    List<OutgoingMessage> wiped() {
        return wiped;
    }

    List<String> dead() {
        return dead;
    }
}
