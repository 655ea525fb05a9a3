package dev.atelier.benchmark.speed;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.atelier.benchmark.speed.load.Load;
import dev.atelier.benchmark.speed.load.Wrk;
import dev.atelier.benchmark.speed.report.Bar;
import dev.atelier.benchmark.speed.report.Row;
import dev.atelier.benchmark.speed.report.Series;
import dev.atelier.catalog.ProviderId;
import dev.atelier.credential.Secret;
import dev.atelier.job.JobId;
import dev.atelier.webhook.CallbackProperties;
import dev.atelier.webhook.CallbackTokens;

/** Callbacks that are verified and confirmed by the broker before their 2xx: first as many as go, then a third of that. */
final class CallbackMeasure implements Measure {
    private static final int DIFFERENT = 100;
    private static final int LANES = 32;
    private static final int OK = 200;

    @Override
    public String name() {
        return "callbacks";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        bench.workersOff();
        var most = new ArrayList<Double>();
        var third = new ArrayList<List<Double>>();
        for (int round = -bench.settings().warmUp(); round < bench.settings().rounds(); round++) {
            bench.clean();
            double rate = bench.wrk()
                    .run(bench.api().base(), callbacks(bench).stream().map(CallbackMeasure::request).toList(),
                            AcceptMeasure.CONNECTIONS, bench.settings().load())
                    .perSecond();
            bench.clean();
            var took = new Load(bench.api().base(), callbacks(bench), LANES, OK)
                    .run(Load.fixed(rate / 3, bench.settings().load().plus(Duration.ofSeconds(2))));
            if (round >= 0) {
                most.add(rate);
                third.add(took);
            }
        }
        bench.clean();
        return List.of(
                Row.alone("callbacks accepted, 64 connections, worker off", "requests/s", new Series(most),
                        new Bar.None()),
                Row.alone("a callback at a third of that, p50", "ms", percentile(third, 50), new Bar.None()),
                Row.alone("a callback at a third of that, p99", "ms", percentile(third, 99), new Bar.AtMost(20)));
    }

    static Series percentile(List<List<Double>> rounds, double percent) {
        return new Series(rounds.stream().map(it -> Series.percentile(it, percent)).toList());
    }

    private static Wrk.Request request(Load.Post post) {
        var headers = new HashMap<>(post.headers());
        headers.put("Content-Type", "application/json");
        return new Wrk.Request("POST", post.path(), headers, post.json());
    }

    /** Signed now: a signature is good for some minutes only. */
    private static List<Load.Post> callbacks(Bench bench) throws GeneralSecurityException {
        var settings = bench.installation().settings();
        var tokens = new CallbackTokens(new CallbackProperties(null,
                List.of(new Secret(String.valueOf(settings.get("atelier.callbacks.secrets[0]"))))));
        var key = String.valueOf(settings.get("atelier.providers.kie.webhook-keys[0]"));
        var kie = new ProviderId(Bench.KIE);
        var timestamp = String.valueOf(Instant.now().getEpochSecond());
        var all = new ArrayList<Load.Post>();
        for (int i = 0; i < DIFFERENT; i++) {
            var job = JobId.create();
            var task = UUID.randomUUID().toString();
            all.add(new Load.Post("/api/v1/webhooks/provider-callback/%s?provider=kie&token=%s".formatted(job,
                    tokens.token(kie, job)),
                    Map.of("X-Webhook-Timestamp", timestamp, "X-Webhook-Signature",
                            signature(key, task + "." + timestamp)),
                    """
                            {"code": 200, "msg": "success", "data": {"taskId": "%s", "model": "nano-banana-2", \
                            "state": "success", "param": "%s", "resultJson": \
                            "{\\"resultUrls\\": [\\"http://127.0.0.1/files/kie/%s/1.png\\"]}", "costTime": 2000}}"""
                            .formatted(task, "x".repeat(200), task)));
        }
        return all;
    }

    private static String signature(String key, String text) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
