package dev.atelier.worker.provider;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;

/**
 * HTTP to one provider. It knows one thing that matters: whether a request that failed may have arrived. Each call sends its
 * request once, takes a bounded time, and reads a bounded answer. Calls block. Used by many threads at once.
 */
public final class ProviderHttp implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String USER_AGENT = "Atelier/1.0";
    /** More than a worker has slots: those are the bound. */
    private static final int CONNECTIONS = 4096;
    /**
     * A server that closes an idle connection while a submission goes out on it leaves its outcome unknown. So idle connections are
     * given up before servers do that: five seconds is the shortest keep-alive in common use.
     */
    private static final TimeValue KEPT_IDLE = TimeValue.ofSeconds(4);
    /** One that was idle for longer is asked, before it is used, whether the server has closed it. */
    private static final TimeValue TRUSTED_IDLE = TimeValue.ofSeconds(1);

    private final String provider;
    private final Settings settings;
    private final Clock clock;
    private final Map<String, String> headers;
    private final PoolingHttpClientConnectionManager connections;
    private final CloseableHttpClient client;
    private final ScheduledThreadPoolExecutor alarms;

    /** @param provider its name as a job's owner knows it */
    public ProviderHttp(String provider, Settings settings, Clock clock) {
        this(provider, settings, clock, Map.of());
    }

    /** @param headers go with every call, and win over ours: {@code Accept} among them */
    public ProviderHttp(String provider, Settings settings, Clock clock, Map<String, String> headers) {
        this.provider = provider;
        this.settings = settings;
        this.clock = clock;
        this.headers = Map.copyOf(headers);
        connections = connections(settings);
        client = client(connections);
        alarms = new ScheduledThreadPoolExecutor(1,
                Thread.ofPlatform().daemon().name("provider-http-" + provider).factory());
        alarms.setRemoveOnCancelPolicy(true);
        var _ = alarms.scheduleWithFixedDelay(connections::closeExpired, KEPT_IDLE.toSeconds(), KEPT_IDLE.toSeconds(),
                TimeUnit.SECONDS);
    }

    private static PoolingHttpClientConnectionManager connections(Settings settings) {
        var connect = Timeout.of(settings.connectTimeout());
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setMaxConnTotal(CONNECTIONS)
                .setMaxConnPerRoute(CONNECTIONS)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setSocketTimeout(Timeout.DISABLED)
                        .setValidateAfterInactivity(TRUSTED_IDLE)
                        .build())
                .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(connect).build())
                .build();
    }

    private static CloseableHttpClient client(PoolingHttpClientConnectionManager connections) {
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setProxySelector(ProxySelector.getDefault())
                .setDefaultRequestConfig(RequestConfig.custom().setProtocolUpgradeEnabled(false).build())
                .setKeepAliveStrategy(ProviderHttp::keptIdle)
                .addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), "sending", ProviderHttp::sending)
                .setUserAgent(USER_AGENT)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    /** Shorter where the server says that it closes sooner. */
    private static TimeValue keptIdle(HttpResponse response, HttpContext context) {
        var told = DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context);
        // 0 would be for ever to the client.
        return TimeValue.isPositive(told) && told.compareTo(KEPT_IDLE) < 0 ? told : KEPT_IDLE;
    }

    /**
     * The bounds of a call.
     *
     * @param connectTimeout until the connection stands
     * @param callTimeout    from the first to the last byte, connecting included
     * @param maxAnswer      the longest answer that is read
     */
    public record Settings(Duration connectTimeout, Duration callTimeout, DataSize maxAnswer) {
        public Settings {
            if (!connectTimeout.isPositive() || callTimeout.compareTo(connectTimeout) <= 0) {
                throw new IllegalArgumentException("connectTimeout is positive and callTimeout is longer, not "
                        + connectTimeout + " and " + callTimeout);
            }
            if (maxAnswer.toBytes() < 1 || maxAnswer.toBytes() >= Integer.MAX_VALUE) {
                throw new IllegalArgumentException("maxAnswer is at least 1 byte and below 2 GB, not " + maxAnswer);
            }
        }
    }

    /** The header that carries the API key. */
    public record KeyHeader(String name, Secret value) {}

    /**
     * What is posted.
     *
     * @param headers that this one call has beside those of every call, and that win over them
     */
    public record Content(HttpEntity body, Map<String, String> headers) {
        public static Content of(String type, byte[] bytes) {
            return new Content(new ByteArrayEntity(bytes, ContentType.parse(type)), Map.of());
        }

        /** Binary nodes become base64. */
        public static Content json(JsonNode body) {
            return of("application/json", JSON.writeValueAsBytes(body));
        }

        public Content with(String header, String value) {
            var all = new HashMap<>(headers);
            all.put(header, value);
            return new Content(body, Map.copyOf(all));
        }
    }

    /**
     * Posts what may cost money, exactly once.
     *
     * @throws ProviderException PROVIDER_UNAVAILABLE when it surely did not arrive, OUTCOME_UNKNOWN when it may have
     */
    public ProviderAnswer submit(URI uri, KeyHeader key, Content content) {
        var request = request("POST", uri, key);
        request.setEntity(content.body());
        content.headers().forEach(request::setHeader);
        return send(request, FailureKind.OUTCOME_UNKNOWN);
    }

    /**
     * Gets what costs nothing and may be asked again.
     *
     * @throws ProviderException PROVIDER_UNAVAILABLE when there is no answer
     */
    public ProviderAnswer read(URI uri, KeyHeader key) {
        return send(request("GET", uri, key), FailureKind.PROVIDER_UNAVAILABLE);
    }

    /**
     * Tells what costs nothing, such as to stop a job.
     *
     * @param method {@code POST}, {@code PUT} or {@code DELETE}
     * @throws ProviderException PROVIDER_UNAVAILABLE when there is no answer
     */
    public ProviderAnswer tell(String method, URI uri, KeyHeader key) {
        return send(request(method, uri, key), FailureKind.PROVIDER_UNAVAILABLE);
    }

    private HttpUriRequestBase request(String method, URI uri, KeyHeader key) {
        var value = key.value().value();
        // The client would send blanks instead of them.
        if (!value.chars().allMatch(it -> it >= ' ' && it <= '~')) {
            throw new ProviderException(FailureKind.CREDENTIALS_REFUSED,
                    "The API key for " + provider + " has characters that no key has.");
        }
        var request = new HttpUriRequestBase(method, uri);
        request.setHeader("Accept", "application/json");
        request.setHeader(key.name(), value);
        headers.forEach(request::setHeader);
        return request;
    }

    private ProviderAnswer send(HttpUriRequestBase request, FailureKind whenPerhapsSent) {
        var context = new Call();
        var alarm = alarms.schedule(() -> {
            context.late = true;
            request.cancel();
        }, settings.callTimeout().toMillis(), TimeUnit.MILLISECONDS);
        try {
            return client.execute(request, context, this::answered);
        } catch (IOException e) {
            throw failure(context, whenPerhapsSent, e);
        } finally {
            alarm.cancel(false);
        }
    }

    /** How far a call has come. */
    private static final class Call extends HttpClientContext {
        private volatile boolean sending;
        private volatile boolean late;
    }

    /** The connection stands, and from here on the provider may see something of the request. */
    private static ClassicHttpResponse sending(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ((Call) scope.clientContext).sending = true;
        return chain.proceed(request, scope);
    }

    private ProviderAnswer answered(ClassicHttpResponse response) throws IOException {
        var first = new HashMap<String, String>();
        for (var header : response.getHeaders()) {
            first.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
        }
        return new ProviderAnswer(response.getCode(), body(response), Map.copyOf(first),
                Optional.ofNullable(first.get("retry-after")).flatMap(it -> RetryAfter.read(it, clock)));
    }

    private byte[] body(ClassicHttpResponse response) throws IOException {
        var entity = response.getEntity();
        if (entity == null) {
            return new byte[0];
        }
        int most = Math.toIntExact(settings.maxAnswer().toBytes());
        long length = entity.getContentLength();
        if (length <= most) {
            // Where it is told, no more is asked for: 16 KB would be taken for the shortest.
            var bytes = entity.getContent().readNBytes(length < 0 ? most + 1 : (int) length);
            if (bytes.length <= most) {
                return bytes;
            }
        }
        throw new IOException("the answer is longer than " + settings.maxAnswer());
    }

    private ProviderException failure(Call call, FailureKind whenPerhapsSent, IOException cause) {
        if (!call.sending) {
            return failure(FailureKind.PROVIDER_UNAVAILABLE, "cannot be reached; nothing was sent.", cause);
        }
        if (call.late) {
            return failure(whenPerhapsSent, "gave no answer within " + settings.callTimeout().toSeconds() + " s.",
                    cause);
        }
        if (Thread.currentThread().isInterrupted()) {
            return failure(whenPerhapsSent, "had not answered when this worker was stopped.", cause);
        }
        return failure(whenPerhapsSent, "broke off before its answer was complete.", cause);
    }

    private ProviderException failure(FailureKind kind, String what, IOException cause) {
        return new ProviderException(new JobFailure(kind, provider + " " + what), cause);
    }

    /** What still runs breaks off. */
    @Override
    public void close() {
        alarms.shutdownNow();
        client.close(CloseMode.IMMEDIATE);
    }
}
