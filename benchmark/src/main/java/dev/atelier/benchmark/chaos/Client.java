package dev.atelier.benchmark.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A frontend as it should be: each request has an Idempotency-Key, and is sent again under that key until it is answered. It
 * remembers what it was told, and the history must bear it out.
 */
final class Client {
    /** The beginning of each prompt; the key follows. By it a charge is known even when its provider is never told our id. */
    static final String PROMPT = "A paper boat, number ";

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int DOUBLE_CLICK_PERCENT = 3;
    /** Requests that wait for an answer. Thousands of them, sent again and again, would keep a restarted API from its feet. */
    private static final int MOST_WAITING = 256;
    private static final Set<String> LOADED = Set.of("kie", "geminigen");
    private static final Set<String> ENDS = Set.of("COMPLETED", "FAILED", "CANCELLED");

    private final List<URI> apis;
    private final Violations violations;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();
    private final List<String> users = List.of(UUID.randomUUID().toString(), UUID.randomUUID().toString(),
            UUID.randomUUID().toString());
    private final Map<String, UUID> accepted = new ConcurrentHashMap<>();
    private final Map<UUID, String> owners = new ConcurrentHashMap<>();
    private final List<UUID> order = new ArrayList<>();
    private final Map<UUID, String> ends = new ConcurrentHashMap<>();
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger();
    private final Semaphore places = new Semaphore(MOST_WAITING);
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong heldBack = new AtomicLong();
    private final AtomicLong sentAgain = new AtomicLong();
    private final AtomicLong looks = new AtomicLong();
    private List<String> models = List.of();

    Client(List<URI> apis, Violations violations) {
        this.apis = List.copyOf(apis);
        this.violations = violations;
    }

    /** Finds out which models of the simulated providers there are. */
    void discover() throws IOException, InterruptedException {
        var answer = http.send(request(apis.getFirst(), "/api/v1/models?category=TEXT_TO_IMAGE", users.getFirst())
                .build(), BodyHandlers.ofString());
        var found = new ArrayList<String>();
        for (var it : JsonMapper.shared().readTree(answer.body())) {
            if (LOADED.contains(it.path("provider").asString())) {
                found.add(it.path("id").asString());
            }
        }
        if (found.isEmpty()) {
            throw new IllegalStateException("no model of " + LOADED + " in " + answer.body());
        }
        models = List.copyOf(found);
    }

    /**
     * Sends so many a second for so long, whether or not they are answered; but while too many wait for an answer, none. Returns
     * when the last is sent.
     */
    void load(int rate, Duration time, SplittableRandom random) throws InterruptedException {
        long start = System.nanoTime();
        long all = rate * time.toMillis() / 1000;
        for (long i = 0; i < all; i++) {
            long due = start + i * 1_000_000_000L / rate;
            long wait = due - System.nanoTime();
            if (wait > 0) {
                TimeUnit.NANOSECONDS.sleep(wait);
            } else if (places.availablePermits() == 0) {
                heldBack.incrementAndGet();
                continue;
            }
            submit(models.get(random.nextInt(models.size())), random.nextInt(100) < DOUBLE_CLICK_PERCENT);
        }
    }

    /** Returns when nothing waits for an answer any more. */
    void awaitAnswers() throws InterruptedException {
        while (open.get() > 0) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private void submit(String model, boolean twice) throws InterruptedException {
        var key = "run-" + sent.incrementAndGet();
        var user = users.get((int) (sent.get() % users.size()));
        for (int i = 0; i < (twice ? 2 : 1); i++) {
            open.incrementAndGet();
            places.acquire();
            var _ = Thread.startVirtualThread(() -> {
                try {
                    untilAnswered(key, model, user);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    places.release();
                    open.decrementAndGet();
                }
            });
        }
    }

    private void untilAnswered(String key, String model, String user) throws InterruptedException {
        var body = JsonMapper.shared()
                .writeValueAsString(Map.of("aiModelId", model, "prompt", PROMPT + key));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long pause = 200;
        int api = ThreadLocalRandom.current().nextInt(apis.size());
        while (System.nanoTime() < deadline) {
            try {
                var answer = http.send(request(apis.get(api++ % apis.size()), "/api/v1/generate/text-to-image", user)
                        .timeout(ANSWER)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString(body))
                        .build(), BodyHandlers.ofString());
                if (answer.statusCode() == 202) {
                    accepted(key, user, answer);
                    return;
                }
                if (answer.statusCode() < 500 && answer.statusCode() != 429) {
                    violations.add("client", "%s was answered %d: %s", key, answer.statusCode(), answer.body());
                    return;
                }
            } catch (IOException e) {
                // Nobody knows whether it was stored: the same key again.
            }
            sentAgain.incrementAndGet();
            TimeUnit.MILLISECONDS.sleep(pause + ThreadLocalRandom.current().nextLong(pause));
            pause = Math.min(pause * 2, 3_000);
        }
        unanswered.add(key);
    }

    private void accepted(String key, String user, HttpResponse<String> answer) {
        var job = UUID.fromString(json(answer).path("jobId").asString());
        var before = accepted.putIfAbsent(key, job);
        if (before == null) {
            owners.put(job, user);
            synchronized (order) {
                order.add(job);
            }
        } else if (!before.equals(job)) {
            violations.add("I1", "%s was accepted as %s and as %s", key, before, job);
        }
    }

    /** Looks at one of the jobs, as a frontend does: what has ended must not be seen otherwise ever again. */
    void look() throws InterruptedException {
        UUID job;
        synchronized (order) {
            if (order.isEmpty()) {
                return;
            }
            job = order.get(ThreadLocalRandom.current().nextInt(order.size()));
        }
        try {
            var api = apis.get(ThreadLocalRandom.current().nextInt(apis.size()));
            var answer = http.send(request(api, "/api/v1/generate/jobs/" + job, String.valueOf(owners.get(job)))
                    .timeout(ANSWER)
                    .build(), BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                looks.incrementAndGet();
                seen(job, json(answer));
            } else if (answer.statusCode() < 500) {
                violations.add("I1", "job %s was answered %d: %s", job, answer.statusCode(), answer.body());
            }
        } catch (IOException e) {
            // This instance is dead or paused; another look comes.
        }
    }

    private void seen(UUID job, JsonNode view) {
        var status = view.path("status").asString();
        var end = ends.get(job);
        if (end != null && !end.equals(status)) {
            violations.add("I4", "job %s was seen %s, and later %s", job, end, status);
        }
        if (status.equals("COMPLETED") == view.path("outputs").isEmpty()) {
            violations.add("I2", "job %s was seen %s with the outputs %s", job, status, view.path("outputs"));
        }
        if (ENDS.contains(status)) {
            ends.put(job, status);
        }
    }

    private static HttpRequest.Builder request(URI api, String path, String user) {
        return HttpRequest.newBuilder(api.resolve(path)).header("x-user-id", user);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    /** What was answered 202: the job by its key. */
    Map<String, UUID> accepted() {
        return Map.copyOf(accepted);
    }

    /** Keys that were never answered: nobody knows of these. */
    Set<String> unanswered() {
        return Set.copyOf(unanswered);
    }

    long sent() {
        return sent.get();
    }

    /** Requests that were not sent because too many waited for their answers. */
    long heldBack() {
        return heldBack.get();
    }

    /** POSTs that got no usable answer and were sent again. */
    long sentAgain() {
        return sentAgain.get();
    }

    long looks() {
        return looks.get();
    }
}
