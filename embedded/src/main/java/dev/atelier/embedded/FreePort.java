package dev.atelier.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A loopback port that nobody listens on. It is chosen below the range from which systems take the ports of outgoing
 * connections, so that a server may stop and return to it.
 */
public final class FreePort {
    private static final int FIRST = 20_000;
    private static final int END = 32_000;

    private FreePort() {}

    public static int onLoopback() {
        for (int i = 0; i < 1_000; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (isFree(port)) {
                return port;
            }
        }
        throw new EmbeddedStartException("no free port on loopback from %d to %d".formatted(FIRST, END - 1));
    }

    static boolean isFree(int port) {
        try (var probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static void require(int port, String purpose) {
        if (!isFree(port)) {
            throw new EmbeddedStartException(
                    "port %d, meant for %s, is taken: stop what listens there, or choose another port"
                            .formatted(port, purpose));
        }
    }
}
