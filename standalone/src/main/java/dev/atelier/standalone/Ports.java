package dev.atelier.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/** Looks at every port before anything is started, so that all that are taken are named at once. */
final class Ports {
    private Ports() {}

    /**
     * Checks that every port is free.
     *
     * @param ports by the setting that asks for it
     * @throws CannotStart naming each taken or doubly used port and the setting that moves it
     */
    static void requireFree(Map<String, Integer> ports) {
        var problems = new ArrayList<String>();
        var askedBy = new HashMap<Integer, String>();
        ports.forEach((setting, port) -> {
            var other = askedBy.putIfAbsent(port, setting);
            if (other != null) {
                problems.add("port %d is wanted twice, by atelier.standalone.%s and .%s".formatted(port, other,
                        setting));
            } else if (!isFree(port)) {
                problems.add("port %d is in use; free it, or choose another with --atelier.standalone.%s=<port>"
                        .formatted(port, setting));
            }
        });
        if (!problems.isEmpty()) {
            throw new CannotStart(String.join("\n  ", problems));
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            // As the servers do: a port that only lingers from the last run counts as free.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
