package dev.atelier.worker.queue;

import org.springframework.amqp.core.Message;

/** What is done with a message. It is acknowledged when this returns, so everything that matters is committed by then. */
@FunctionalInterface
public interface MessageHandler {
    /**
     * @throws dev.atelier.messaging.UndecodableMessage when no delivery will ever make it readable: it goes to {@code dead}
     */
    void handle(Message message);
}
