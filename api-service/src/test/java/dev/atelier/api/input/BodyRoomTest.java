package dev.atelier.api.input;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

import dev.atelier.api.problems.Refusal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BodyRoomTest {
    private static final int MEGABYTE = 1024 * 1024;

    private final BodyRoom room = new BodyRoom(MEGABYTE, Duration.ofMillis(50));

    @Test
    void large_bodies_wait_for_each_other_and_are_turned_away_in_the_end() {
        try (var _ = room.enter(request(MEGABYTE), 2 * MEGABYTE)) {
            assertThatThrownBy(() -> room.enter(request(100_000), MEGABYTE)).isInstanceOf(Refusal.class)
                    .hasMessageContaining("/api/v1/inputs");
        }
        try (var again = room.enter(request(MEGABYTE), 2 * MEGABYTE)) {
            assertThat(again.longest()).isEqualTo(2 * MEGABYTE);
        }
    }

    @Test
    void small_bodies_pass_freely() {
        try (var _ = room.enter(request(MEGABYTE), MEGABYTE); var small = room.enter(request(1000), MEGABYTE)) {
            assertThat(small.longest()).isEqualTo(MEGABYTE);
        }
    }

    @Test
    void a_body_that_does_not_say_how_long_it_is_is_taken_up_to_a_megabyte_and_counts_as_that() {
        try (var unsaid = room.enter(new MockHttpServletRequest(), 5 * MEGABYTE)) {
            assertThat(unsaid.longest()).isEqualTo(MEGABYTE);
            assertThatThrownBy(() -> room.enter(request(100_000), MEGABYTE)).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void a_body_that_is_larger_than_the_room_has_it_for_itself() {
        try (var alone = room.enter(request(5 * MEGABYTE), 5 * MEGABYTE)) {
            assertThat(alone.longest()).isEqualTo(5 * MEGABYTE);
        }
    }

    private static MockHttpServletRequest request(int bytes) {
        var request = new MockHttpServletRequest();
        request.setContent(new byte[bytes]);
        return request;
    }
}
