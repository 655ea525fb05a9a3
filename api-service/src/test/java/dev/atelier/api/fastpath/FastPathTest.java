package dev.atelier.api.fastpath;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.web.context.support.RequestHandledEvent;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import dev.atelier.api.TestApi;
import dev.atelier.api.TestApi.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Each request is sent in its usual form, and once more in one that Spring MVC has to look at. */
class FastPathTest {
    /** Says the same as none, by a weight that only Spring MVC reads. */
    private static final String WEIGHED = "application/json;q=0.9";
    private static final String MODEL = "/api/v1/models/" + TestApi.KIE_MODEL.value();

    private final TestApi api = TestApi.shared();
    private final AtomicInteger dispatched = new AtomicInteger();
    private final ApplicationListener<RequestHandledEvent> listener = _ -> dispatched.incrementAndGet();

    @BeforeEach
    void listen() {
        api.bean(ApplicationEventMulticaster.class).addApplicationListener(listener);
    }

    @AfterEach
    void hear_no_more() {
        api.bean(ApplicationEventMulticaster.class).removeApplicationListener(listener);
    }

    static Stream<Arguments> requests() {
        var job = TestApi.shared().newJob().at("/jobId");
        return Stream.of(get("/api/v1/models"), get("/api/v1/models?category=TEXT_TO_IMAGE"),
                get("/api/v1/models?category=nonsense"), get(MODEL), get("/api/v1/models/" + UUID.randomUUID()),
                get("/api/v1/models/1-2-3"), get(MODEL + "/capabilities"), get(MODEL + "/schema"),
                get("/api/v1/generate/jobs/" + job), get("/api/v1/generate/jobs/" + UUID.randomUUID()),
                get("/api/v1/generate/jobs/1-2-3"), post(TestApi.TEXT_TO_IMAGE, TestApi.body("prompt", "A boat")),
                post(TestApi.TEXT_TO_IMAGE, TestApi.body("prompt", 7, "colour", "red")), post(TestApi.TEXT_TO_IMAGE,
                        "{"),
                post(TestApi.TEXT_TO_IMAGE, ""), post("/api/v1/generate/text-to-smell", "{}"),
                post("/api/v1/webhooks/providers/nobody", "{}"), post("/api/v1/webhooks/providers/geminigen", "{}"),
                post("/api/v1/webhooks/provider-callback/" + job + "?provider=kie&token=wrong", "{}"));
    }

    private static Arguments get(String path) {
        return Arguments.of("GET", path, "");
    }

    private static Arguments post(String path, String body) {
        return Arguments.of("POST", path, body);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void the_usual_form_is_answered_as_spring_mvc_answers_it(String method, String path, String body) {
        var fast = send(method, path, body);
        var usual = send(method, path, body, "Accept", WEIGHED);
        assertThat(fast.status()).isEqualTo(usual.status());
        assertThat(headers(fast)).isEqualTo(headers(usual));
        assertThat(masked(fast.text())).isEqualTo(masked(usual.text()));
        onlyTheSecondOneWasDispatched();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*/*", "application/json", "application/json, text/plain, */*", "text/html,application/json"})
    void whoever_surely_accepts_json_is_answered_fast(String accepted) {
        assertThat(send("GET", MODEL, "", "Accept", accepted).status()).isEqualTo(200);
        send("GET", MODEL, "", "Accept", WEIGHED);
        onlyTheSecondOneWasDispatched();
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "application/json-seq", "application/jsonp,text/csv"})
    void whoever_does_not_is_refused(String accepted) {
        assertThat(send("GET", MODEL, "", "Accept", accepted).status()).isEqualTo(406);
    }

    @Test
    void an_address_that_is_written_in_another_way_is_answered_as_well() {
        assertThat(send("GET", MODEL.replace("-", "%2D"), "").text()).isEqualTo(send("GET", MODEL, "").text());
        assertThat(send("GET", "/api/v1/models?provider=kie&category=TEXT_TO_IMAGE", "").json().size()).isPositive();
    }

    @Test
    void what_is_known_is_answered_with_304() {
        for (var path : List.of("/api/v1/models", MODEL + "/capabilities",
                "/api/v1/generate/jobs/" + api.newJob().at("/jobId"))) {
            dispatched.set(0);
            var etag = send("GET", path, "").header("ETag");
            var fast = send("GET", path, "", "If-None-Match", etag);
            var usual = send("GET", path, "", "If-None-Match", etag, "Accept", WEIGHED);
            assertThat(fast.status()).isEqualTo(304);
            assertThat(usual.status()).isEqualTo(304);
            assertThat(fast.text()).isEmpty();
            assertThat(headers(fast)).isEqualTo(headers(usual));
            onlyTheSecondOneWasDispatched();
        }
    }

    @Test
    void every_route_is_an_address_of_a_controller_too() {
        var mapped = api.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .stream()
                .flatMap(it -> it.getMethodsCondition()
                        .getMethods()
                        .stream()
                        .flatMap(method -> it.getPatternValues().stream().map(pattern -> method + " " + pattern)))
                .toList();
        var routes = api.beans(FastEndpoints.class).stream().flatMap(it -> it.fastRoutes().stream()).toList();
        assertThat(routes).isNotEmpty();
        assertThat(mapped).containsAll(routes.stream().map(FastRoute::toString).toList());
    }

    @Test
    void requests_of_both_ways_are_counted_together() {
        var before = countOf("/api/v1/models/{id}/schema");
        send("GET", MODEL + "/schema", "");
        send("GET", MODEL + "/schema", "", "Accept", WEIGHED);
        // A request is counted when its answer is on its way.
        await().atMost(5, TimeUnit.SECONDS).until(() -> countOf("/api/v1/models/{id}/schema") == before + 2);
    }

    @Test
    void nobody_is_let_in_who_is_not_let_in_the_usual_way() {
        var job = "/api/v1/generate/jobs/" + api.newJob().at("/jobId");
        assertThat(TestApi.anonymously(api.request(job)).status()).isEqualTo(401);
        assertThat(api.get(job, "Authorization", TestApi.bearer(TestApi.BERTS_KEY)).status()).isEqualTo(404);
        assertThat(api.get(job, "Authorization", TestApi.bearer(TestApi.OPERATORS_KEY)).status()).isEqualTo(403);
    }

    private void onlyTheSecondOneWasDispatched() {
        await().atMost(5, TimeUnit.SECONDS).until(() -> dispatched.get() > 0);
        assertThat(dispatched).hasValue(1);
    }

    private long countOf(String pattern) {
        return api.bean(MeterRegistry.class)
                .find("http.server.requests")
                .tag("uri", pattern)
                .timers()
                .stream()
                .mapToLong(it -> it.count())
                .sum();
    }

    private Answer send(String method, String path, String body, String... headers) {
        if (method.equals("GET")) {
            return api.get(path, headers);
        }
        return path.contains("webhooks")
                ? TestApi.anonymously(api.request(path).POST(BodyPublishers.ofString(body)), headers)
                : api.post(path, body, headers);
    }

    private static Map<String, List<String>> headers(Answer answer) {
        var headers = new LinkedHashMap<String, List<String>>();
        answer.response().headers().map().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("date")) {
                headers.put(name, values.stream().map(FastPathTest::masked).toList());
            }
        });
        return headers;
    }

    /** Two jobs have two ids, and times of their own. */
    private static String masked(String text) {
        return text.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "an-id")
                .replaceAll("an-id-PENDING-[0-9a-z]+", "an-etag")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "a-time");
    }
}
