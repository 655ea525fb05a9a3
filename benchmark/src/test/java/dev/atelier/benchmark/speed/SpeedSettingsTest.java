package dev.atelier.benchmark.speed;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SpeedSettingsTest {
    private static final List<String> MEASURES = List.of("accept", "read");

    @Test
    void nothing_given_measures_everything_in_five_rounds() {
        var settings = SpeedSettings.of(MEASURES);
        assertThat(settings.rounds()).isEqualTo(5);
        assertThat(MEASURES).allMatch(settings::includes);
    }

    @Test
    void everything_can_be_given() {
        assertThat(SpeedSettings.of(MEASURES, "--runs=7", "--warm-up=0", "--jobs=9", "--only=read", "--seconds=3",
                "--sustain=60", "--report",
                "--keep", "--api:a.b=1", "--worker:c=d=e"))
                .isEqualTo(new SpeedSettings(7, 0, 9, Set.of("read"), Duration.ofSeconds(3), Duration.ofSeconds(60),
                        true, true, Map.of("a.b", "1"), Map.of("c", "d=e")));
    }

    @Test
    void what_is_not_known_is_refused_by_name() {
        assertThatIllegalArgumentException().isThrownBy(() -> SpeedSettings.of(MEASURES, "--only=write"))
                .withMessageContaining("write");
        assertThatIllegalArgumentException().isThrownBy(() -> SpeedSettings.of(MEASURES, "--fast"))
                .withMessageContaining("--fast");
        assertThatIllegalArgumentException().isThrownBy(() -> SpeedSettings.of(MEASURES, "--runs=0"));
    }
}
