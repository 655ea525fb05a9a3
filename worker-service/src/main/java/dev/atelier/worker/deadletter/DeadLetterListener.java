package dev.atelier.worker.deadletter;

import java.util.List;
import java.util.Map;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.stereotype.Component;

import dev.atelier.deadletter.DeadLetters;
import dev.atelier.messaging.Topology;
import dev.atelier.worker.Role;
import dev.atelier.worker.queue.Patience;
import dev.atelier.worker.queue.Subscription;
import dev.atelier.worker.queue.Subscriptions;

/** Moves what is in {@code dead} into the database, where a person can look at it, send it again or drop it. */
@Component
class DeadLetterListener implements Subscriptions {
    private static final Logger log = LoggerFactory.getLogger(DeadLetterListener.class);

    private static final TimeBasedEpochGenerator IDS = Generators.timeBasedEpochGenerator();

    private final DeadLetters letters;
    private final Patience patience;
    private final Topology topology;

    DeadLetterListener(DeadLetters letters, Patience patience, Topology topology) {
        this.letters = letters;
        this.patience = patience;
        this.topology = topology;
    }

    @Override
    public List<Subscription> subscriptions() {
        return List.of(new Subscription(Role.DISPATCH, topology.dead(), 1, this::on));
    }

    private void on(Message message) {
        var properties = message.getMessageProperties();
        var headers = properties.getHeaders();
        // The broker's own words, when it was the broker that gave up.
        var queue = text(headers, DeadLetters.QUEUE, text(headers, "x-first-death-queue", "unknown"));
        var reason = text(headers, DeadLetters.REASON, text(headers, "x-first-death-reason", "unknown"));
        var type = String.valueOf(properties.getType());
        var id = IDS.generate();
        patience.untilDone(() -> {
            letters.keep(id, queue, type, reason, contentType(properties.getContentType()), headers,
                    message.getBody());
            return true;
        });
        log.error("a dead {} from {} is kept as {}, somebody should look at it: {}", type, queue, id, reason);
    }

    private static String text(Map<String, Object> headers, String name, String otherwise) {
        var value = headers.get(name);
        return value == null ? otherwise : value.toString();
    }

    private static String contentType(@Nullable String given) {
        return given == null ? "application/octet-stream" : given;
    }
}
