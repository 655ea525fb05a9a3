package dev.atelier.standalone;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.AmqpAdmin;

import dev.atelier.catalog.ProviderId;
import dev.atelier.embedded.EmbeddedDatabase;
import dev.atelier.job.JobChanges;
import dev.atelier.job.JobId;
import dev.atelier.messaging.Topology;
import dev.atelier.testsupport.TestBroker;
import dev.atelier.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The whole chain while a part of it is away, slow or going. The numbers are those of docs/reliability.md. */
class OutageTest {
    private static final String KIE = "kie/nano-banana-2";
    private static final String GEMINIGEN = "geminigen/nano-banana-2";
    private static final EmbeddedDatabase DATABASE = EmbeddedDatabase.temporary();
    private static final RunningAtelier ATELIER = RunningAtelier.withWorkers(1, new TestDatabase(DATABASE.jdbcUrl(),
            DATABASE.username(), DATABASE.password()), Map.of("atelier.worker.window", 5, "atelier.api.window", 5));

    @AfterAll
    static void stop() {
        ATELIER.close();
        DATABASE.close();
    }

    @BeforeEach
    void reset() {
        ATELIER.reset();
    }

    @Test
    void jobs_accepted_and_callbacks_that_came_while_the_broker_was_away_are_finished_when_it_is_back() { // 5, 6
        ATELIER.faults(KIE, "\"delay\": \"PT2S\"");
        var before = ATELIER.submit(KIE, "\"prompt\": \"Before\"");
        ATELIER.awaitStage(before, "PROCESSING");
        TestBroker.get().stop();
        var during = IntStream.range(0, 5).mapToObj(it -> ATELIER.submit(KIE, "\"prompt\": \"During\"")).toList();
        assertThat(ATELIER.job(during.getFirst()).at("/status").asString()).isEqualTo("PENDING");
        // Its callback comes now, is kept in the database, and read from there; the copiers are told by the broker again.
        ATELIER.awaitStage(before, "STORING");
        TestBroker.get().start();
        assertThat(ATELIER.finished(before).at("/status").asString()).isEqualTo("COMPLETED");
        during.forEach(it -> assertThat(ATELIER.finished(it).at("/status").asString()).isEqualTo("COMPLETED"));
        assertThat(ATELIER.charges()).isEqualTo(6);
    }

    @Test
    void what_a_provider_has_answered_is_kept_until_the_database_is_back() { // 19, 20
        ATELIER.faults(KIE, "\"slowAnswerPercent\": 100, \"slowAnswerBy\": \"PT2S\"");
        var job = ATELIER.submit(KIE, "\"prompt\": \"Held\"");
        ATELIER.awaitStage(job, "SUBMITTING");
        DATABASE.stop();
        assertThat(ATELIER.submission(KIE, "\"prompt\": \"Refused\"").statusCode()).isEqualTo(503);
        await().atMost(Duration.ofSeconds(10)).until(() -> ATELIER.charges() == 1);
        DATABASE.start();
        assertThat(ATELIER.finished(job).at("/status").asString()).isEqualTo("COMPLETED");
        assertThat(ATELIER.charges()).isEqualTo(1);
    }

    @Test
    void a_slow_provider_stalls_only_itself() { // 22
        ATELIER.faults(KIE, "\"slowAnswerPercent\": 100, \"slowAnswerBy\": \"PT6S\"");
        var slow = IntStream.range(0, 20).mapToObj(it -> ATELIER.submit(KIE, "\"prompt\": \"Slow\"")).toList();
        for (int i = 0; i < 5; i++) {
            var quick = ATELIER.submit(GEMINIGEN, "\"prompt\": \"Quick\"");
            assertThat(ATELIER.finished(quick).at("/status").asString()).isEqualTo("COMPLETED");
        }
        assertThat(slow)
                .anySatisfy(it -> assertThat(ATELIER.job(it).at("/status").asString()).isNotEqualTo("COMPLETED"));
        slow.forEach(it -> assertThat(ATELIER.finished(it).at("/status").asString()).isEqualTo("COMPLETED"));
    }

    @Test
    void a_deep_backlog_waits_as_rows_and_each_job_is_sent_once() throws Exception { // 29
        ATELIER.faults(GEMINIGEN, "\"slowAnswerPercent\": 100, \"slowAnswerBy\": \"PT1S\"");
        var jobs = new ArrayList<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = IntStream.range(0, 80)
                    .mapToObj(it -> threads.submit(() -> ATELIER.submit(GEMINIGEN, "\"prompt\": \"Many\"")))
                    .toList();
            for (var one : asked) {
                jobs.add(one.get());
            }
        }
        var queue = ATELIER.bean(Topology.class).jobs(new ProviderId("geminigen"));
        await().atMost(Duration.ofSeconds(20)).until(() -> depth(queue) <= 5);
        jobs.forEach(it -> assertThat(ATELIER.finished(it).at("/status").asString()).isEqualTo("COMPLETED"));
        assertThat(ATELIER.charges()).isEqualTo(80);
    }

    @Test
    void a_worker_that_is_told_to_stop_finishes_what_it_has_begun() { // 26
        ATELIER.faults(KIE, "\"slowAnswerPercent\": 100, \"slowAnswerBy\": \"PT5S\"");
        var second = ATELIER.startWorker();
        var jobs = IntStream.range(0, 6).mapToObj(it -> ATELIER.submit(KIE, "\"prompt\": \"Stop\"")).toList();
        jobs.forEach(ATELIER::awaitBegun);
        second.close();
        for (var job : jobs) {
            var ended = ATELIER.finished(job);
            assertThat(ended.at("/status").asString()).isEqualTo("COMPLETED");
            assertThat(ended.at("/attempt").asInt()).as("nothing was redelivered").isEqualTo(1);
        }
        assertThat(ATELIER.charges()).isEqualTo(6);
    }

    @Test
    void checks_finish_every_job_when_all_callbacks_are_lost_and_callbacks_do_when_all_checks_fail() { // 17
        ATELIER.faults(GEMINIGEN, "\"callbackLostPercent\": 100");
        ATELIER.faults(KIE, "\"checkErrorPercent\": 50, \"callbackDoubledPercent\": 100");
        var jobs = List.of(ATELIER.submit(GEMINIGEN, "\"prompt\": \"Checked\""), ATELIER.submit(KIE,
                "\"prompt\": \"Called\""));
        ATELIER.awaitStage(jobs.getFirst(), "PROCESSING");
        ATELIER.bean(JobChanges.class).dueNow(JobId.of(jobs.getFirst())); // the usual time is over
        jobs.forEach(it -> assertThat(ATELIER.finished(it).at("/status").asString()).isEqualTo("COMPLETED"));
    }

    private static long depth(String queue) {
        var info = ATELIER.bean(AmqpAdmin.class).getQueueInfo(queue);
        return info == null ? -1 : info.getMessageCount();
    }
}
