package dev.atelier.worker.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import dev.atelier.messaging.Nudges;
import dev.atelier.worker.WorkerProperties;

/** Consumes the queues of this worker's roles. */
@Component
class QueueConsumers implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(QueueConsumers.class);

    private final ConnectionFactory connections;
    private final Nudges nudges;
    private final WorkerProperties properties;
    private final List<Subscriptions> roles;
    private final List<QueueConsumer> consumers = new ArrayList<>();
    private volatile boolean running;

    QueueConsumers(ConnectionFactory connections, Nudges nudges, WorkerProperties properties,
            List<Subscriptions> roles) {
        this.connections = connections;
        this.nudges = nudges;
        this.properties = properties;
        this.roles = roles;
    }

    @Override
    public synchronized void start() {
        roles.stream()
                .flatMap(it -> it.subscriptions().stream())
                .filter(it -> properties.has(it.role()))
                .map(it -> QueueConsumer.started(it, connections, nudges, properties.drainTimeout()))
                .forEach(consumers::add);
        running = true;
        log.info("worker consumes {}", consumers.stream().map(QueueConsumer::queue).toList());
    }

    @Override
    public synchronized void stop() {
        running = false;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            consumers.forEach(it -> threads.execute(it::stop));
        }
        consumers.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
