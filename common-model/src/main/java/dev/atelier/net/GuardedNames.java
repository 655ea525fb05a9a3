package dev.atelier.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.hc.client5.http.DnsResolver;
import org.jspecify.annotations.Nullable;

/**
 * Looks names up and judges what they lead to, at every connect: the connection goes to the very addresses that were judged, so
 * a name that answers differently the next time gains nothing.
 */
final class GuardedNames implements DnsResolver, AutoCloseable {
    private static final int LOOK_UPS_AT_ONCE = 16;

    private final AddressGuard guard;
    private final Duration timeout;
    private final LookUp system;
    // A look-up blocks its thread in native code, for as long as the system likes: a virtual one would take a carrier with it.
    private final ThreadPoolExecutor lookUps;

    GuardedNames(AddressGuard guard, Duration timeout, LookUp system) {
        this.system = system;
        this.guard = guard;
        this.timeout = timeout;
        this.lookUps = new ThreadPoolExecutor(LOOK_UPS_AT_ONCE, LOOK_UPS_AT_ONCE, 30, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), Thread.ofPlatform().daemon().name("names-", 0).factory());
        lookUps.allowCoreThreadTimeOut(true);
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        var addresses = lookUp(host);
        for (var address : addresses) {
            var objection = guard.objection(address);
            if (objection.isPresent()) {
                throw new RefusedHost(objection.get());
            }
        }
        return addresses;
    }

    private InetAddress[] lookUp(String host) throws UnknownHostException {
        var lookUp = lookUps.submit(() -> system.of(host));
        try {
            return lookUp.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unknown("its name is unknown", e.getCause());
        } catch (TimeoutException e) {
            throw unknown("the look-up of its name took too long", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown("interrupted", e);
        } finally {
            lookUp.cancel(true);
        }
    }

    private static UnknownHostException unknown(String message, @Nullable Throwable cause) {
        var unknown = new UnknownHostException(message);
        unknown.initCause(cause);
        return unknown;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    @Override
    public void close() {
        lookUps.shutdownNow();
    }

    /** Takes names, and addresses in any form that the system understands. */
    @FunctionalInterface
    interface LookUp {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    /** The name is known, and what it leads to is refused. */
    static final class RefusedHost extends UnknownHostException {
        private static final long serialVersionUID = 1;

        RefusedHost(String objection) {
            super(objection);
        }
    }
}
