package dev.atelier.net;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

import dev.atelier.net.DownloadFailed.NotFound;
import dev.atelier.net.DownloadFailed.Refused;
import dev.atelier.net.DownloadFailed.TooLarge;
import dev.atelier.net.DownloadFailed.UnexpectedStatus;
import dev.atelier.net.DownloadFailed.Unreachable;

/**
 * Fetches files from addresses that somebody else chose. Goes over HTTP and HTTPS, to public addresses and allowed ports only
 * ({@link NetProperties}), which is judged anew at each connect, so for each redirect too. No proxy, no cookies, no login, no
 * decompression, no repetition. Calls block, and hold nothing else while they do; safe for use by many threads.
 */
public final class Downloads implements AutoCloseable {
    private static final int MOST_REDIRECTS = 5;
    private static final int CONNECTIONS = 256;
    private static final int CONNECTIONS_TO_ONE_HOST = 64;
    private static final int LONGEST_HEADER = 16 * 1024;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final NetProperties properties;
    private final GuardedNames names;
    private final CloseableHttpClient client;
    private final ScheduledExecutorService clock = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("downloads-clock").factory());

    public Downloads(NetProperties properties) {
        this(properties, InetAddress::getAllByName);
    }

    Downloads(NetProperties properties, GuardedNames.LookUp lookUp) {
        this.properties = properties;
        this.names = new GuardedNames(new AddressGuard(properties.allowPrivate()), properties.connectTimeout(), lookUp);
        var read = Timeout.of(properties.readTimeout());
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(names)
                .setMaxConnTotal(CONNECTIONS)
                .setMaxConnPerRoute(CONNECTIONS_TO_ONE_HOST)
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(
                                Http1Config.custom().setMaxHeaderCount(200).setMaxLineLength(LONGEST_HEADER).build())
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(properties.connectTimeout()))
                        .setSocketTimeout(read)
                        .setTimeToLive(TimeValue.ofMinutes(1))
                        .build())
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(Timeout.of(properties.connectTimeout())).build())
                .build();
        this.client = HttpClients.custom()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(read)
                        .setConnectionRequestTimeout(Timeout.of(properties.connectTimeout()))
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .setUserAgent("Atelier")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .evictIdleConnections(TimeValue.ofSeconds(10))
                .build();
    }

    /**
     * Fetches one file and hands it over while it arrives.
     *
     * @return      what {@code reading} returned
     * @throws DownloadFailed       when the file was not fetched, or not to its end
     * @throws UncheckedIOException when {@code reading} itself failed
     */
    public <T> T get(Download download, Downloaded.Reading<T> reading) {
        try (var fetch = new Fetch(download)) {
            return fetch.run(reading);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        clock.shutdownNow();
        names.close();
    }

    /** One file, over all its redirects. */
    private final class Fetch implements AutoCloseable {
        private final Download download;
        private final Duration within;
        private final Future<?> alarm;
        private volatile @Nullable HttpGet running;
        private volatile boolean late;

        Fetch(Download download) {
            this.download = download;
            this.within = Optional.ofNullable(download.within()).orElse(properties.totalTimeout());
            this.alarm = clock.schedule(this::tooLate, within.toMillis(), TimeUnit.MILLISECONDS);
        }

        <T> T run(Downloaded.Reading<T> reading) {
            var first = HopTarget.of(download.address(), properties);
            var target = first;
            boolean home = true;
            for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
                var request = new HttpGet(target.address());
                request.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
                var key = download.keyHeader();
                // Once left behind it stays behind: whoever redirects back has chosen where to.
                home &= target.host().equals(first.host());
                if (key != null && home) {
                    request.setHeader(key.name(), key.value().value());
                }
                start(request);
                ClassicHttpResponse response;
                try {
                    response = client.executeOpen(target.host(), request, null);
                } catch (IOException e) {
                    throw failure(e);
                }
                try {
                    var next = next(target, response);
                    if (next.isEmpty()) {
                        return read(response, reading);
                    }
                    target = next.get();
                } catch (IOException e) {
                    throw failure(e);
                } finally {
                    // Gives up what has not come to its end; nothing of it is read for the sake of the connection.
                    Closer.closeQuietly(response);
                }
            }
            throw new Refused("it redirects more than " + MOST_REDIRECTS + " times", null);
        }

        private void start(HttpGet request) {
            running = request;
            if (late) {
                request.cancel();
            }
        }

        private Optional<HopTarget> next(HopTarget from, ClassicHttpResponse response) {
            int status = response.getCode();
            if (status == 200) {
                return Optional.empty();
            }
            var location = response.getFirstHeader(HttpHeaders.LOCATION);
            if (REDIRECTS.contains(status) && location != null) {
                return Optional.of(HopTarget.of(from.redirectedTo(location.getValue()), properties));
            }
            throw status == 404 || status == 410 ? new NotFound(status) : new UnexpectedStatus(status);
        }

        private <T> T read(ClassicHttpResponse response, Downloaded.Reading<T> reading)
                throws IOException {
            var entity = response.getEntity();
            if (entity.getContentLength() > download.maxBytes()) {
                throw new TooLarge(download.maxBytes());
            }
            var length = entity.getContentLength() < 0 ? OptionalLong.empty()
                    : OptionalLong.of(entity.getContentLength());
            var bytes = new BoundedBytes(entity.getContent());
            try {
                T result = reading.read(
                        new Downloaded(bytes, Optional.ofNullable(entity.getContentType()).map(Fetch::bare), length));
                bytes.check(null);
                return result;
            } catch (IOException e) {
                bytes.check(e);
                throw new UncheckedIOException(e);
            } catch (RuntimeException e) {
                bytes.check(e);
                throw e;
            }
        }

        private static String bare(String contentType) {
            int end = contentType.indexOf(';');
            return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        }

        private DownloadFailed failure(IOException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof GuardedNames.RefusedHost refused) {
                    return new Refused(String.valueOf(refused.getMessage()), e);
                }
            }
            if (late) {
                return new Unreachable("The file did not arrive within " + within.toSeconds() + " s.", e);
            }
            boolean silent = e instanceof SocketTimeoutException || e instanceof InterruptedIOException;
            return new Unreachable(silent ? "The address did not answer in time." : "The address cannot be reached.",
                    e);
        }

        private void tooLate() {
            late = true;
            var request = running;
            if (request != null) {
                request.cancel();
            }
        }

        @Override
        public void close() {
            alarm.cancel(false);
        }

        /** Counts, and remembers why it broke: whoever reads may wrap or swallow the exception. */
        private final class BoundedBytes extends FilterInputStream {
            private long left = download.maxBytes();
            private @Nullable DownloadFailed failed;

            BoundedBytes(InputStream bytes) {
                super(bytes);
            }

            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (failed != null) {
                    throw new IOException(failed);
                }
                if (length == 0) {
                    return 0;
                }
                int read;
                try {
                    read = in.read(into, offset, length);
                } catch (IOException e) {
                    failed = failure(e);
                    throw e;
                }
                left -= Math.max(0, read);
                if (left < 0) {
                    failed = new TooLarge(download.maxBytes());
                    throw new IOException(failed);
                }
                return read;
            }

            @Override
            public long skip(long count) throws IOException {
                var into = new byte[(int) Math.min(count, 8192)];
                return Math.max(0, read(into, 0, into.length));
            }

            @Override
            public boolean markSupported() {
                return false;
            }

            /** The connection is given up or kept by whoever opened it; closing here would read the rest first. */
            @Override
            public void close() {}

            void check(@Nullable Exception seen) {
                if (failed != null) {
                    if (seen != null && seen != failed) {
                        failed.addSuppressed(seen);
                    }
                    throw failed;
                }
            }
        }
    }

    /** Where one request goes: an address whose form is in order. Where its name leads is judged at the connect. */
    private record HopTarget(URI address, HttpHost host) {
        static HopTarget of(URI address, NetProperties properties) {
            var scheme = Optional.ofNullable(address.getScheme()).orElse("").toLowerCase(Locale.ROOT);
            if (!scheme.equals("https") && !scheme.equals("http")) {
                throw new Refused("only http and https are allowed", null);
            }
            var host = address.getHost();
            if (host == null || host.indexOf('%') >= 0) {
                throw new Refused("it names no host", null);
            }
            if (address.getRawUserInfo() != null) {
                throw new Refused("it holds a user name", null);
            }
            int port = address.getPort() < 0 ? scheme.equals("https") ? 443 : 80 : address.getPort();
            if (!properties.allowPrivate() && !properties.ports().contains(port)) {
                throw new Refused("port " + port + " is not allowed", null);
            }
            return new HopTarget(address,
                    new HttpHost(scheme, host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port));
        }

        URI redirectedTo(String location) {
            try {
                return address.resolve(location);
            } catch (IllegalArgumentException e) {
                throw new Refused("it redirects to something that is no address", e);
            }
        }
    }
}
