package dev.atelier.simulator.callbacks;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class LanesTest {

    @Test
    void a_target_has_a_bounded_number_of_connections_and_does_not_hold_up_others() {
        var blocked = new CountDownLatch(1);
        var busy = new AtomicInteger();
        Set<String> done = ConcurrentHashMap.newKeySet();
        var lanes = new Lanes<String>(3, item -> {
            if (item.startsWith("slow")) {
                busy.incrementAndGet();
                try {
                    blocked.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            done.add(item);
        });
        for (var i = 0; i < 10; i++) {
            lanes.add("slow:80", "slow " + i);
        }
        lanes.add("quick:80", "quick");

        await().until(() -> done.contains("quick"));
        await().until(() -> busy.get() == 3);
        assertThat(done).containsExactly("quick");
        blocked.countDown();
        await().until(() -> done.size() == 11);
    }

    @Test
    void nothing_is_left_behind_when_a_lane_empties_while_more_arrives() {
        var done = new AtomicInteger();
        var lanes = new Lanes<Integer>(2, item -> done.incrementAndGet());
        for (var i = 0; i < 20_000; i++) {
            lanes.add("target:80", i);
        }
        await().until(() -> done.get() == 20_000);
    }
}
