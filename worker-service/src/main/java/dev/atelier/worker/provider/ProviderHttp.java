package dev.atelier.worker.provider;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;

/**
 * HTTP to one provider. It knows one thing that matters: whether a request that failed may have arrived. Each call sends its
 * request once, takes a bounded time, and reads a bounded answer. Used by many threads at once.
 */
public final class ProviderHttp implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String USER_AGENT = "Atelier/1.0";
    private static final String KEEP_ALIVE = "jdk.httpclient.keepalive.timeout";
    private static final String RESEND_EVERYTHING = "jdk.httpclient.enableAllMethodRetry";

    static {
        // A server that closes an idle connection while a submission goes out on it leaves its outcome unknown. So idle
        // connections are given up before servers do that: five seconds is the shortest keep-alive in common use.
        if (System.getProperty(KEEP_ALIVE) == null) {
            System.setProperty(KEEP_ALIVE, "4");
        }
    }

    private final String provider;
    private final Settings settings;
    private final Clock clock;
    private final Map<String, String> headers;
    private final HttpClient client;

    /** @param provider its name as a job's owner knows it */
    public ProviderHttp(String provider, Settings settings, Clock clock) {
        this(provider, settings, clock, Map.of());
    }

    /** @param headers go with every call, and win over ours: {@code Accept} among them */
    public ProviderHttp(String provider, Settings settings, Clock clock, Map<String, String> headers) {
        refuseHiddenResends();
        this.provider = provider;
        this.settings = settings;
        this.clock = clock;
        this.headers = Map.copyOf(headers);
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
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
            if (maxAnswer.toBytes() < 1) {
                throw new IllegalArgumentException("maxAnswer is at least 1 byte, not " + maxAnswer);
            }
        }
    }

    /** The header that carries the API key. */
    public record KeyHeader(String name, Secret value) {}

    /**
     * What is posted.
     *
     * @param headers that this one call has beside those of every call
     */
    public record Content(String type, HttpRequest.BodyPublisher body, Map<String, String> headers) {
        public Content(String type, HttpRequest.BodyPublisher body) {
            this(type, body, Map.of());
        }

        /** Binary nodes become base64. */
        public static Content json(JsonNode body) {
            return new Content("application/json", BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        }
    }

    /**
     * Posts what may cost money, exactly once.
     *
     * @throws ProviderException PROVIDER_UNAVAILABLE when it surely did not arrive, OUTCOME_UNKNOWN when it may have
     */
    public ProviderAnswer submit(URI uri, KeyHeader key, Content content) {
        var request = request(uri, key)
                .setHeader("Content-Type", content.type())
                .POST(content.body());
        content.headers().forEach(request::setHeader);
        return send(request.build(), FailureKind.OUTCOME_UNKNOWN);
    }

    /**
     * Gets what costs nothing and may be asked again.
     *
     * @throws ProviderException PROVIDER_UNAVAILABLE when there is no answer
     */
    public ProviderAnswer read(URI uri, KeyHeader key) {
        return send(request(uri, key).GET().build(), FailureKind.PROVIDER_UNAVAILABLE);
    }

    /**
     * Tells what costs nothing, such as to stop a job.
     *
     * @param method {@code POST}, {@code PUT} or {@code DELETE}
     * @throws ProviderException PROVIDER_UNAVAILABLE when there is no answer
     */
    public ProviderAnswer tell(String method, URI uri, KeyHeader key) {
        return send(request(uri, key).method(method, BodyPublishers.noBody()).build(),
                FailureKind.PROVIDER_UNAVAILABLE);
    }

    private HttpRequest.Builder request(URI uri, KeyHeader key) {
        try {
            var request = HttpRequest.newBuilder(uri)
                    .header("User-Agent", USER_AGENT)
                    .header("Accept", "application/json")
                    .header(key.name(), key.value().value());
            headers.forEach(request::setHeader);
            return request;
        } catch (IllegalArgumentException _) {
            // Its message would repeat the header's value.
            throw new ProviderException(FailureKind.CREDENTIALS_REFUSED,
                    "The API key for " + provider + " has characters that no key has.");
        }
    }

    private ProviderAnswer send(HttpRequest request, FailureKind whenPerhapsSent) {
        var answer = client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(),
                settings.maxAnswer().toBytes()));
        try {
            return answered(answer.get(settings.callTimeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            throw surelyNotSent(e.getCause())
                    ? failure(FailureKind.PROVIDER_UNAVAILABLE, "cannot be reached; nothing was sent.", e.getCause())
                    : failure(whenPerhapsSent, "broke off before its answer was complete.", e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw failure(whenPerhapsSent, "gave no answer within " + settings.callTimeout().toSeconds() + " s.", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw failure(whenPerhapsSent, "had not answered when this worker was stopped.", e);
        }
    }

    private ProviderAnswer answered(HttpResponse<byte[]> response) {
        var first = new HashMap<String, String>();
        response.headers().map().forEach((name, values) -> first.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return new ProviderAnswer(response.statusCode(), response.body(), Map.copyOf(first), response.headers()
                .firstValue("Retry-After")
                .flatMap(it -> RetryAfter.read(it, clock)));
    }

    private static boolean surelyNotSent(@Nullable Throwable cause) {
        return cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException
                || cause instanceof SSLHandshakeException || cause instanceof SSLPeerUnverifiedException;
    }

    private ProviderException failure(FailureKind kind, String what, @Nullable Throwable cause) {
        return new ProviderException(new JobFailure(kind, provider + " " + what), cause);
    }

    /** With that switch on, the JDK's client posts a second time on its own after a broken connection: a second charge. */
    private static void refuseHiddenResends() {
        var value = System.getProperty(RESEND_EVERYTHING);
        if (value != null && (value.isEmpty() || Boolean.parseBoolean(value))) {
            throw new IllegalStateException(
                    "-D" + RESEND_EVERYTHING + " makes the HTTP client repeat submissions on its"
                            + " own, and each may be paid for: start without it");
        }
    }

    /** Waits for the calls that run; each is bounded by the call's time-out. */
    @Override
    public void close() {
        client.close();
    }
}
