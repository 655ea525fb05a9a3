package dev.atelier.simulator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FilesTest {

    private final RunningSimulator simulator = RunningSimulator.shared();

    @ParameterizedTest
    @CsvSource({"nano-banana-2, '\"aspect_ratio\": \"16:9\", \"resolution\": \"1K\"', 1024, 576",
        "nano-banana-2, '\"aspect_ratio\": \"auto\"', 1024, 1024",
        "nano-banana-2, '\"aspect_ratio\": \"8:1\"', 1024, 128",
        "nano-banana-pro, '\"aspect_ratio\": \"2:3\", \"resolution\": \"2K\"', 1365, 2048",
        "bytedance/seedream-v4-text-to-image, '\"image_size\": \"square\"', 512, 512",
        "bytedance/seedream-v4-text-to-image, '\"image_size\": \"landscape_21_9\"', 1024, 439",
        "bytedance/seedream-v4-text-to-image, '\"image_size\": \"portrait_4_3\"', 768, 1024"})
    void a_picture_has_the_size_that_was_asked_for(String model, String input, int width, int height)
            throws IOException {
        simulator.faults("kie", "{\"delay\": 0}");
        var taskId = simulator.kieCreate("{\"model\": \"%s\", \"input\": {\"prompt\": \"Teapot\", %s}}"
                .formatted(model, input)).json().path("data").path("taskId").asString();
        var extension = model.startsWith("nano") ? "jpg" : "png";
        var file = simulator.fetch(simulator.url() + "/files/kie/" + taskId + "/1." + extension);
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.header("Content-Type")).isEqualTo(extension.equals("jpg") ? "image/jpeg" : "image/png");
        var image = ImageIO.read(new ByteArrayInputStream(file.bytes()));
        assertThat(image.getWidth()).isEqualTo(width);
        assertThat(image.getHeight()).isEqualTo(height);
    }

    @Test
    void a_picture_is_the_same_each_time_and_another_for_another_prompt() {
        simulator.faults("geminigen", "{\"delay\": 0}");
        var teapot = png("Ceramic teapot on a windowsill, soft light");
        var bytes = simulator.download(teapot);
        assertThat(bytes).startsWith(0x89, 'P', 'N', 'G');
        assertThat(simulator.download(teapot)).isEqualTo(bytes);
        assertThat(simulator.download(png("A cat"))).isNotEqualTo(bytes);
    }

    @Test
    void pictures_of_one_task_differ() {
        simulator.faults("kie", "{\"delay\": 0}");
        var taskId = simulator.kieCreate("""
                {"model": "bytedance/seedream-v4-text-to-image",
                 "input": {"prompt": "Teapots", "image_size": "square", "max_images": 2}}
                """).json().path("data").path("taskId").asString();
        var start = simulator.url() + "/files/kie/" + taskId + "/";
        assertThat(simulator.download(start + "1.png")).isNotEqualTo(simulator.download(start + "2.png"));
        assertThat(simulator.fetch(start + "0.png").status()).isEqualTo(404);
        assertThat(simulator.fetch(start + "3.png").status()).isEqualTo(404);
        assertThat(simulator.fetch(start + "1.jpg").status()).isEqualTo(404);
    }

    @Test
    void there_is_no_picture_before_the_work_is_done() {
        simulator.faults("geminigen", "{\"delay\": \"PT1H\"}");
        var uuid = simulator.geminigenCreate("Teapot").json().path("uuid").asString();
        assertThat(simulator.fetch(simulator.url() + "/files/geminigen/" + uuid + "/1.jpg").status()).isEqualTo(404);
        assertThat(simulator.fetch(simulator.url() + "/files/acme/" + uuid + "/1.jpg").status()).isEqualTo(404);
    }

    @Test
    void addresses_and_sizes_are_as_configured() throws IOException {
        try (var other = RunningSimulator.start("--atelier.simulator.public-base-url=http://simulator:3100/",
                "--atelier.simulator.pictures.longest-side=64", "--atelier.simulator.faults.geminigen.delay=0")) {
            var url = other.geminigenCreate(Map.of("prompt", "Teapot", "model", "imagen-4", "aspect_ratio", "16:9"))
                    .json()
                    .path("generate_result")
                    .asString();
            assertThat(url).startsWith("http://simulator:3100/files/geminigen/");
            var image = ImageIO.read(new ByteArrayInputStream(
                    other.download(url.replace("http://simulator:3100", other.url().toString()))));
            assertThat(image.getWidth()).isEqualTo(64);
            assertThat(image.getHeight()).isEqualTo(36);
        }
    }

    private String png(String prompt) {
        return simulator.geminigenCreate(Map.of("prompt", prompt, "model", "imagen-4", "output_format", "png"))
                .json()
                .path("generate_result")
                .asString();
    }
}
