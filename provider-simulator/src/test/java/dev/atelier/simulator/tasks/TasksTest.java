package dev.atelier.simulator.tasks;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

import dev.atelier.simulator.faults.Ending;
import dev.atelier.simulator.pictures.PictureFormat;
import dev.atelier.simulator.pictures.PictureSize;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.tasks.Task.Stage;

import static org.assertj.core.api.Assertions.assertThat;

class TasksTest {

    private static final TaskProperties ROOMY = new TaskProperties(100, Duration.ofHours(1), DataSize.ofMegabytes(1));

    @Test
    void no_more_than_so_many_are_kept_for_each_provider() {
        var tasks = new Tasks(new TaskProperties(2, Duration.ofHours(1), DataSize.ofMegabytes(1)));
        for (var id : new String[]{"1", "2", "3"}) {
            tasks.add(task("kie", id, "Teapot", Instant.now()));
        }
        tasks.add(task("geminigen", "4", "Teapot", Instant.now()));
        assertThat(tasks.find("kie", "1")).isEmpty();
        assertThat(tasks.find("kie", "2")).isPresent();
        assertThat(tasks.find("4")).isPresent();
        assertThat(tasks.find("kie", "4")).isEmpty();
    }

    @Test
    void no_more_text_than_so_much_is_kept() {
        var tasks = new Tasks(new TaskProperties(100, Duration.ofHours(1), DataSize.ofBytes(25)));
        tasks.add(task("kie", "1", "x".repeat(20), Instant.now()));
        tasks.add(task("kie", "2", "x".repeat(20), Instant.now()));
        assertThat(tasks.find("1")).isEmpty();
        assertThat(tasks.find("2")).isPresent();
    }

    @Test
    void what_is_removed_is_not_found_and_makes_room() {
        var tasks = new Tasks(new TaskProperties(100, Duration.ofHours(1), DataSize.ofBytes(45)));
        tasks.add(task("kie", "1", "x".repeat(20), Instant.now()));
        tasks.remove("kie", "1");
        tasks.remove("kie", "1");
        assertThat(tasks.find("1")).isEmpty();
        tasks.add(task("kie", "2", "x".repeat(20), Instant.now()));
        tasks.add(task("kie", "3", "x".repeat(20), Instant.now()));
        assertThat(tasks.count("kie")).isEqualTo(2);
    }

    @Test
    void old_ones_are_not_found_and_make_room() {
        var tasks = new Tasks(ROOMY);
        tasks.add(task("kie", "1", "Teapot", Instant.now().minus(Duration.ofHours(2))));
        assertThat(tasks.find("1")).isEmpty();
        tasks.add(task("kie", "2", "Teapot", Instant.now()));
        assertThat(tasks.count("kie")).isEqualTo(1);
    }

    @Test
    void a_task_waits_for_a_quarter_of_its_time() {
        var start = Instant.parse("2026-01-01T00:00:00Z");
        var task = task("kie", "1", "Teapot", start);
        assertThat(task.stage(start)).isEqualTo(Stage.WAITING);
        assertThat(task.stage(start.plusMillis(2499))).isEqualTo(Stage.WAITING);
        assertThat(task.stage(start.plusMillis(2500))).isEqualTo(Stage.WORKING);
        assertThat(task.progress(start)).isEqualTo(1);
        assertThat(task.progress(start.plusMillis(5000))).isEqualTo(50);
        assertThat(task.stage(start.plusMillis(10_000))).isEqualTo(Stage.DONE);
        assertThat(task.progress(start.plusMillis(10_000))).isEqualTo(100);
    }

    private static Task task(String provider, String id, String prompt, Instant createdAt) {
        return new Task(provider, id, "nano-banana-2", prompt, "",
                new Product.Pictures(new PictureSize(10, 10), PictureFormat.PNG, 1), BigDecimal.ONE, createdAt,
                createdAt.plusSeconds(10), Ending.DELIVERED);
    }
}
