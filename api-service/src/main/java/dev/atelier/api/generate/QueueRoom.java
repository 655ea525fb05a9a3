package dev.atelier.api.generate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.ProviderId;
import dev.atelier.messaging.Topology;

/**
 * Whether a provider's queue takes more. Looked up once a second, so it may be a second late: then the queue is longer by what
 * came in that second, and nothing else happens.
 */
@Component
class QueueRoom implements SmartInitializingSingleton {
    private static final Logger log = LoggerFactory.getLogger(QueueRoom.class);

    private final AmqpAdmin admin;
    private final Topology topology;
    private final Catalog catalog;
    private final GenerateProperties properties;
    private final Map<ProviderId, Boolean> full = new ConcurrentHashMap<>();

    QueueRoom(AmqpAdmin admin, Topology topology, Catalog catalog, GenerateProperties properties) {
        this.admin = admin;
        this.topology = topology;
        this.catalog = catalog;
        this.properties = properties;
    }

    /** False: the job waits as a row, and the dispatcher sends it when there is room. */
    boolean has(ProviderId provider) {
        return !full.getOrDefault(provider, false);
    }

    /**
     * Before the first request is taken. The queues are declared with the first connection that is not the publisher's, and a nudge
     * that was sent before would find none.
     */
    @Override
    public void afterSingletonsInstantiated() {
        look();
    }

    @Scheduled(fixedDelayString = "1s")
    void look() {
        for (var provider : catalog.providers()) {
            try {
                var info = admin.getQueueInfo(topology.jobs(provider.id()));
                full.put(provider.id(), info != null && info.getMessageCount() >= properties.window());
            } catch (AmqpException e) {
                log.debug("the broker is away; whoever publishes says so", e);
                full.remove(provider.id());
                return;
            }
        }
    }
}
