package dev.atelier.simulator;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class CallbackLoadTest {

    private static final int TASKS = 400;

    @Test
    void every_one_of_many_callbacks_arrives() throws Exception {
        var simulator = RunningSimulator.shared();
        simulator.faults("kie", "{\"delay\": 500}");
        try (var receiver = new CallbackReceiver(); var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var atOnce = new Semaphore(32);
            for (var i = 0; i < TASKS; i++) {
                var path = "/callback/" + i;
                atOnce.acquire();
                clients.execute(() -> {
                    try {
                        simulator.kieCreate(receiver.url(path), "Teapot");
                    } finally {
                        atOnce.release();
                    }
                });
            }
            await().atMost(Duration.ofSeconds(15)).until(() -> receiver.received().size() == TASKS);
            assertThat(receiver.received().stream().map(CallbackReceiver.Received::path).distinct()).hasSize(TASKS);
            assertThat(simulator.charges("/count").path("count").asInt()).isEqualTo(TASKS);
        }
    }
}
