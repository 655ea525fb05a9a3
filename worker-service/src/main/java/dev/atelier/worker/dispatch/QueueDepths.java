package dev.atelier.worker.dispatch;

import java.util.OptionalLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.stereotype.Component;

/** How many messages wait in a queue, by the broker's own word. */
@Component
class QueueDepths {
    private static final Logger log = LoggerFactory.getLogger(QueueDepths.class);

    private final AmqpAdmin admin;
    private boolean away;

    QueueDepths(AmqpAdmin admin) {
        this.admin = admin;
    }

    /** Empty: the broker is away, or has no such queue yet. */
    synchronized OptionalLong depth(String queue) {
        try {
            var info = admin.getQueueInfo(queue);
            if (away) {
                away = false;
                log.info("the broker is back, what is due goes out");
            }
            return info == null ? OptionalLong.empty() : OptionalLong.of(info.getMessageCount());
        } catch (AmqpException e) {
            if (!away) {
                away = true;
                log.warn("the broker is away, due jobs wait in the database: {}", e.getMessage());
            }
            return OptionalLong.empty();
        }
    }
}
