package dev.atelier.testsupport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Whether an AMQP 0-9-1 broker answers: it greets who sends the protocol's header. */
record AmqpPort(String host, int port) {
    private static final byte[] HEADER = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
    private static final int METHOD_FRAME = 1;
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** @return false when it did not within this time, or there is no hope any more */
    boolean answersWithin(Duration time, BooleanSupplier hope) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end && hope.getAsBoolean()) {
            if (answers()) {
                return true;
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    private boolean answers() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 1_000);
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write(HEADER);
            return socket.getInputStream().read() == METHOD_FRAME;
        } catch (IOException e) {
            return false;
        }
    }
}
