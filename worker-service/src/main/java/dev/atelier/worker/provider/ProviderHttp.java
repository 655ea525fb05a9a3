package dev.atelier.worker.provider;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;

/**
 * HTTP to one provider. It knows one thing that matters: whether a request that failed may have arrived. Each call sends its
 * request once, takes a bounded time, and reads a bounded answer. Used by many threads at once.
 */
public final class ProviderHttp implements AutoCloseable {
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
    private final HttpClient client;

    /** @param provider its name as a job's owner knows it */
    public ProviderHttp(String provider, Settings settings, Clock clock) {
        refuseHiddenResends();
        this.provider = provider;
        this.settings = settings;
        this.clock = clock;
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

    /** What is posted. */
    public record Content(String type, HttpRequest.BodyPublisher body) {}

    /**
     * Posts what may cost money, exactly once.
     *
     * @throws ProviderException PROVIDER_UNAVAILABLE when it surely did not arrive, OUTCOME_UNKNOWN when it may have
     */
    public ProviderAnswer submit(URI uri, KeyHeader key, Content content) {
        var request = request(uri, key)
                .header("Content-Type", content.type())
                .POST(content.body())
                .build();
        return send(request, FailureKind.OUTCOME_UNKNOWN);
    }

    /**
     * Gets what costs nothing and may be asked again.
     *
     * @throws ProviderException PROVIDER_UNAVAILABLE when there is no answer
     */
    public ProviderAnswer read(URI uri, KeyHeader key) {
        return send(request(uri, key).GET().build(), FailureKind.PROVIDER_UNAVAILABLE);
    }

    private HttpRequest.Builder request(URI uri, KeyHeader key) {
        try {
            return HttpRequest.newBuilder(uri)
                    .header("User-Agent", USER_AGENT)
                    .header("Accept", "application/json")
                    .header(key.name(), key.value().value());
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
        return new ProviderAnswer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8),
                response.headers().firstValue("Retry-After").flatMap(it -> RetryAfter.read(it, clock)));
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
