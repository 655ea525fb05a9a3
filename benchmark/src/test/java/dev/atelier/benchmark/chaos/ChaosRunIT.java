package dev.atelier.benchmark.chaos;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.atelier.testsupport.PrivateRabbitNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The short version, with a new seed each time; the report says which. */
class ChaosRunIT {
    @Test
    @Timeout(value = 12, unit = TimeUnit.MINUTES)
    void nothing_is_lost_and_nothing_is_done_twice_while_processes_die() throws Exception {
        assumeTrue(PrivateRabbitNode.isInstalled(),
                "skipped: there is no rabbitmq-server to start a node of its own from, which could be killed");
        var run = new ChaosRun(ChaosSettings.of("--rate=8", "--seconds=45", "--workers=2", "--apis=2", "--settle=120",
                "--no-scenarios"), System.out);
        var violations = run.run();
        System.out.println(run.report());
        assertThat(violations.shown()).isEmpty();
    }
}
