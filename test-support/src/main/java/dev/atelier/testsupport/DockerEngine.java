package dev.atelier.testsupport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether a Docker engine answers, asked in a second and without a word; Testcontainers takes long and says much. */
final class DockerEngine {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final byte[] PING = "GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    private DockerEngine() {}

    static boolean answers() {
        if (System.getProperty("os.name").startsWith("Windows")) {
            return Files.exists(Path.of("\\\\.\\pipe\\docker_engine"));
        }
        return addresses().stream().anyMatch(DockerEngine::answersInTime);
    }

    private static List<SocketAddress> addresses() {
        var host = environment("DOCKER_HOST").map(URI::create);
        if (host.isPresent() && host.get().getHost() != null && host.get().getPort() > 0) {
            return List.of(new InetSocketAddress(host.get().getHost(), host.get().getPort()));
        }
        var sockets = new ArrayList<Path>();
        host.map(URI::getPath).filter(it -> !it.isEmpty()).map(Path::of).ifPresent(sockets::add);
        sockets.add(Path.of("/var/run/docker.sock"));
        sockets.add(Path.of(System.getProperty("user.home"), ".docker", "run", "docker.sock"));
        environment("XDG_RUNTIME_DIR").map(it -> Path.of(it, "docker.sock")).ifPresent(sockets::add);
        return sockets.stream().filter(Files::exists).<SocketAddress>map(UnixDomainSocketAddress::of).toList();
    }

    private static boolean answersInTime(SocketAddress address) {
        var answer = new CompletableFuture<Boolean>();
        var asking = Thread.ofPlatform().daemon().start(() -> answer.complete(answers(address)));
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            asking.interrupt(); // closes its channel
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean answers(SocketAddress address) {
        var family = address instanceof UnixDomainSocketAddress ? StandardProtocolFamily.UNIX
                : StandardProtocolFamily.INET;
        try (var channel = SocketChannel.open(family)) {
            channel.connect(address);
            channel.write(ByteBuffer.wrap(PING));
            var answer = ByteBuffer.allocate(4);
            while (answer.hasRemaining() && channel.read(answer) >= 0) {
                Thread.onSpinWait();
            }
            return new String(answer.array(), StandardCharsets.US_ASCII).equals("HTTP");
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(it -> !it.isBlank());
    }
}
