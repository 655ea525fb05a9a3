package dev.atelier.messaging;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;

/**
 * Publishes with pipelined confirms on a connection of its own, and tells each caller what became of its message: confirmed, or
 * {@link NotPublished} (nacked, unroutable, connection lost, too late, buffer full).
 *
 * <p>One thread writes to one channel, so a broker that stops reading (memory alarm) blocks that thread and nobody else:
 * {@link #publish} never blocks, and each message has an end to its waiting. A returned (unroutable) message is confirmed by
 * the broker all the same; the return comes first on the channel, and is what counts here.
 */
public final class ConfirmingPublisher implements Publisher, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConfirmingPublisher.class);
    private static final int PERSISTENT = 2;
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final ConnectionFactory connections;
    private final BrokerProperties properties;
    private final BlockingQueue<Pending> buffer;
    private final Thread writer;
    private volatile boolean closed;

    // Touched by the writer thread only.
    private @Nullable Lane lane;
    private Duration pause = Duration.ZERO;
    private long noConnectionBefore = System.nanoTime();

    /** @param connections gives the connection; one that nothing is consumed on, since an alarm blocks publishers only */
    public ConfirmingPublisher(ConnectionFactory connections, BrokerProperties properties) {
        this.connections = connections;
        this.properties = properties;
        buffer = new ArrayBlockingQueue<>(properties.publishBuffer());
        writer = Thread.ofPlatform().name("publisher").daemon().start(this::write);
    }

    private record Pending(OutgoingMessage message, CompletableFuture<Void> outcome) {}

    /**
     * {@inheritDoc} It fails when the broker nacks or returns it, when the connection drops first, when no confirm comes in
     * time, and at once when the buffer is full. The future completes on the publisher's or a connection's thread, so what
     * follows must be short.
     */
    @Override
    public CompletableFuture<Void> publish(OutgoingMessage message) {
        var outcome = new CompletableFuture<Void>();
        if (closed) {
            outcome.completeExceptionally(new NotPublished("the publisher is closed"));
            return outcome;
        }
        var confirmed = outcome.orTimeout(properties.confirmTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .handle((_, failure) -> {
                    if (failure instanceof TimeoutException) {
                        throw new NotPublished("no confirm within " + properties.confirmTimeout());
                    }
                    if (failure != null) {
                        throw failure instanceof NotPublished it ? it : new NotPublished("not published", failure);
                    }
                    return (Void) null;
                });
        if (!buffer.offer(new Pending(message, outcome))) {
            outcome.completeExceptionally(new NotPublished(
                    "already " + properties.publishBuffer() + " messages wait to be published"));
        }
        return confirmed;
    }

    /** Publishes what was handed over before, waits for its confirms within the confirm timeout, and ends. */
    @Override
    public void close() {
        closed = true;
        try {
            if (!writer.join(properties.confirmTimeout().plusSeconds(1))) {
                writer.interrupt();
            }
        } catch (InterruptedException e) {
            writer.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            while (true) {
                var next = buffer.poll(100, TimeUnit.MILLISECONDS);
                if (next != null) {
                    send(next);
                } else if (closed) {
                    break;
                }
            }
            if (lane != null) {
                lane.drain(properties.confirmTimeout());
            }
        } catch (InterruptedException e) {
            log.debug("publisher interrupted while closing", e);
        } finally {
            drop("the publisher is closed");
            for (var left = buffer.poll(); left != null; left = buffer.poll()) {
                left.outcome.completeExceptionally(new NotPublished("the publisher is closed"));
            }
        }
    }

    private void send(Pending pending) throws InterruptedException {
        if (pending.outcome.isDone()) {
            return; // its caller has stopped waiting, and has its own way to send it again
        }
        try {
            var open = lane();
            if (!open.window.tryAcquire(properties.confirmTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                drop("no confirm within " + properties.confirmTimeout());
                throw new NotPublished("no confirm within " + properties.confirmTimeout());
            }
            open.send(pending);
        } catch (NotPublished e) {
            pending.outcome.completeExceptionally(e);
        } catch (IOException | AmqpException | com.rabbitmq.client.AlreadyClosedException e) {
            drop("the connection was lost");
            pending.outcome.completeExceptionally(new NotPublished("the broker cannot be reached", e));
        }
    }

    private Lane lane() throws IOException {
        if (lane != null && lane.channel.isOpen()) {
            return lane;
        }
        drop("the connection was lost");
        if (System.nanoTime() - noConnectionBefore < 0) {
            throw new NotPublished("the broker cannot be reached; next try in at most " + pause);
        }
        try {
            var opened = new Lane(connections.createConnection().getDelegate().createChannel(),
                    properties.publishWindow());
            pause = Duration.ZERO;
            lane = opened;
            return opened;
        } catch (IOException | RuntimeException e) {
            pause = pause.isZero() ? SHORTEST_PAUSE : pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            noConnectionBefore = System.nanoTime() + pause.toNanos();
            log.warn("the broker cannot be reached, messages are not published; next try in {}: {}", pause,
                    e.getMessage());
            throw e;
        }
    }

    private void drop(String reason) {
        if (lane != null) {
            lane.close(reason);
            lane = null;
        }
    }

    /** One channel and what waits for a confirm on it. Confirms and returns come on the connection's thread. */
    private static final class Lane implements ConfirmListener {
        private final Channel channel;
        private final Semaphore window;
        private final int windowSize;
        private final ConcurrentSkipListMap<Long, CompletableFuture<Void>> unconfirmed = new ConcurrentSkipListMap<>();

        Lane(Channel channel, int windowSize) throws IOException {
            this.channel = channel;
            this.windowSize = windowSize;
            window = new Semaphore(windowSize);
            channel.confirmSelect();
            channel.addConfirmListener(this);
            channel.addReturnListener(returned -> fail(Long.parseLong(returned.getProperties().getCorrelationId()),
                    new NotPublished("no queue takes messages for '" + returned.getRoutingKey() + "'")));
            channel.addShutdownListener(cause -> failAll("the connection was lost"));
        }

        void send(Pending pending) throws IOException {
            var message = pending.message;
            long sequence = channel.getNextPublishSeqNo();
            unconfirmed.put(sequence, pending.outcome);
            var basics = new AMQP.BasicProperties.Builder()
                    .contentType(message.contentType())
                    .deliveryMode(PERSISTENT)
                    .type(message.type())
                    .correlationId(Long.toString(sequence))
                    .headers(message.headers())
                    .build();
            channel.basicPublish(message.exchange(), message.routingKey(), true, basics, message.body());
        }

        @Override
        public void handleAck(long sequence, boolean multiple) {
            settle(sequence, multiple, null);
        }

        @Override
        public void handleNack(long sequence, boolean multiple) {
            settle(sequence, multiple, new NotPublished("the broker refused the message"));
        }

        private void settle(long sequence, boolean multiple, @Nullable NotPublished failure) {
            var settled = new ArrayList<CompletableFuture<Void>>();
            if (multiple) {
                var head = unconfirmed.headMap(sequence, true);
                for (var first = head.pollFirstEntry(); first != null; first = head.pollFirstEntry()) {
                    settled.add(first.getValue());
                }
            } else {
                var one = unconfirmed.remove(sequence);
                if (one != null) {
                    settled.add(one);
                }
            }
            window.release(settled.size());
            for (var outcome : settled) {
                if (failure == null) {
                    outcome.complete(null);
                } else {
                    outcome.completeExceptionally(failure);
                }
            }
        }

        /** The confirm still comes, and gives the window its place back. */
        private void fail(long sequence, NotPublished failure) {
            var outcome = unconfirmed.get(sequence);
            if (outcome != null) {
                outcome.completeExceptionally(failure);
            }
        }

        private void failAll(String reason) {
            for (var first = unconfirmed.pollFirstEntry(); first != null; first = unconfirmed.pollFirstEntry()) {
                first.getValue().completeExceptionally(new NotPublished(reason + " before the confirm"));
                window.release();
            }
        }

        void drain(Duration longest) throws InterruptedException {
            if (window.tryAcquire(windowSize, longest.toMillis(), TimeUnit.MILLISECONDS)) {
                window.release(windowSize);
            }
        }

        void close(String reason) {
            failAll(reason);
            try {
                channel.abort();
            } catch (IOException e) {
                log.debug("the channel was gone before it was closed", e);
            }
        }
    }
}
