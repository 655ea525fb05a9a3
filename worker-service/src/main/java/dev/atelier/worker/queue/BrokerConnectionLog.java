package dev.atelier.worker.queue;

import com.rabbitmq.client.ShutdownSignalException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionListener;
import org.springframework.stereotype.Component;

/** One line when the broker goes and one when it is back, instead of one from each consumer. */
@Component
class BrokerConnectionLog implements ConnectionListener {
    private static final Logger log = LoggerFactory.getLogger(BrokerConnectionLog.class);

    private volatile boolean lost;

    BrokerConnectionLog(CachingConnectionFactory connections) {
        connections.addConnectionListener(this);
    }

    @Override
    public void onCreate(@Nullable Connection connection) {
        if (lost) {
            lost = false;
            log.info("the broker is back, its queues are consumed again");
        }
    }

    @Override
    public void onFailed(Exception failure) {
        if (!lost) {
            lost = true;
            log.warn("the broker cannot be reached, its queues are consumed as soon as it can: {}",
                    failure.getMessage());
        }
    }

    @Override
    public void onShutDown(ShutdownSignalException signal) {
        if (!signal.isInitiatedByApplication() && !lost) {
            lost = true;
            log.warn("the connection to the broker was lost, consumers come back by themselves: {}",
                    signal.getMessage());
        }
    }
}
