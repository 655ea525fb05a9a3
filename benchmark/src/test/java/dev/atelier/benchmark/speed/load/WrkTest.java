package dev.atelier.benchmark.speed.load;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class WrkTest {
    private static final String OUTPUT = """
            Running 8s test @ http://127.0.0.1:3000
              1 threads and 64 connections
            Requests/sec:   1500.00
            figures requests=12000 micros=8000000 p50=40000 p99=123456 refused=%s connect=0 read=0 write=0 timeout=0
            """;

    @Test
    void figures_are_read_in_requests_a_second_and_milliseconds() {
        assertThat(WrkResult.parse(OUTPUT.formatted("0"))).isEqualTo(new WrkResult(12_000, 1500, 40, 123.456));
    }

    @Test
    void a_rate_with_errors_is_no_rate() {
        assertThatIllegalStateException().isThrownBy(() -> WrkResult.parse(OUTPUT.formatted("3")))
                .withMessageContaining("refused=3");
    }

    @Test
    void no_figures_are_no_rate_either() {
        assertThatIllegalStateException().isThrownBy(() -> WrkResult.parse("unable to connect"))
                .withMessageContaining("unable to connect");
    }

    @Test
    void a_request_is_written_as_lua() {
        var request = new Wrk.Request("POST", "/rows", Map.of("B", "2", "A", "say \"1\""), "{\"back\": \"\\\\\"}");
        assertThat(Wrk.script(List.of(request, Wrk.Request.get("/bytes", Map.of()))))
                .contains("wrk.format(\"POST\", \"/rows\", {[\"A\"]=\"say \\\"1\\\"\", [\"B\"]=\"2\"}, "
                        + "\"{\\\"back\\\": \\\"\\\\\\\\\\\"}\")")
                .contains("wrk.format(\"GET\", \"/bytes\", {}, nil)");
    }
}
