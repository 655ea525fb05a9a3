package dev.atelier.simulator;

import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.atelier.simulator.RunningSimulator.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class StabilityTest {

    private static final String KEY = "Bearer " + RunningSimulator.STABILITY_KEY;
    private static final String CORE = "stable-image/generate/core";
    private static final String ULTRA = "stable-image/generate/ultra";
    private static final String SD3 = "stable-image/generate/sd3";
    private static final String UPSCALE = "stable-image/upscale/creative";
    private static final String RELIGHT = "stable-image/edit/replace-background-and-relight";
    private static final String AUDIO = "audio/stable-audio/text-to-audio";

    private final RunningSimulator simulator = RunningSimulator.shared();

    @Test
    void a_picture_comes_with_the_answer_in_json_or_as_a_file() {
        var json = post(CORE, Map.of("prompt", "Teapot", "seed", "42", "aspect_ratio", "9:21"));
        assertThat(json.status()).isEqualTo(200);
        assertThat(json.header("Content-Type")).startsWith("application/json");
        assertThat(json.header("x-request-id")).isNotBlank();
        assertThat(json.json().path("finish_reason").asString()).isEqualTo("SUCCESS");
        assertThat(json.json().path("seed").asInt()).isEqualTo(42);
        assertThat(Base64.getDecoder().decode(json.json().path("image").asString()))
                .startsWith((byte) 0x89, 'P', 'N', 'G');

        var file = post("image/*", CORE, Map.of("prompt", "Teapot", "output_format", "jpeg"));
        assertThat(file.header("Content-Type")).isEqualTo("image/jpeg");
        assertThat(file.header("finish-reason")).isEqualTo("SUCCESS");
        assertThat(file.bytes()).startsWith((byte) 0xff, (byte) 0xd8);
        assertThat(simulator.charges("?provider=stability")).hasSize(2);
    }

    @Test
    void a_filtered_picture_is_an_answer_of_200() {
        simulator.faults("stability", "{\"contentRejectedPercent\": 100}");
        assertThat(post(CORE, Map.of("prompt", "Teapot")).json().path("finish_reason").asString())
                .isEqualTo("CONTENT_FILTERED");
    }

    @Test
    void a_picture_becomes_another_one() {
        assertThat(post(SD3, Map.of("prompt", "Teapot", "mode", "image-to-image", "strength", "0.6", "image",
                RunningSimulator.png())).status()).isEqualTo(200);
        assertThat(post(ULTRA, Map.of("prompt", "Teapot", "image", RunningSimulator.png(), "strength", "1")).status())
                .isEqualTo(200);
    }

    @Test
    void what_takes_longer_is_asked_for_until_it_is_there() {
        var id = post(UPSCALE, Map.of("prompt", "Teapot", "image", RunningSimulator.png())).json()
                .path("id")
                .asString();
        assertThat(id).matches("[0-9a-f]{64}");
        var waiting = result("results/" + id);
        assertThat(waiting.status()).isEqualTo(202);
        assertThat(waiting.json().path("status").asString()).isEqualTo("in-progress");

        await().until(() -> result("results/" + id).status() == 200);
        assertThat(result("results/" + id).json().path("finish_reason").asString()).isEqualTo("SUCCESS");
        assertThat(result(UPSCALE + "/result/" + id).json().path("result").asString()).isNotBlank();
        assertThat(result("audio/results/" + id).status()).isEqualTo(404);
    }

    @Test
    void a_sound_is_accepted_with_202_and_has_results_of_its_own() {
        var accepted = post(AUDIO, Map.of("prompt", "Bells", "duration", "60", "output_format", "wav"));
        assertThat(accepted.status()).isEqualTo(202);
        var id = accepted.json().path("id").asString();
        await().until(() -> result("audio/results/" + id).status() == 200);
        assertThat(Base64.getDecoder().decode(result("audio/results/" + id).json().path("audio").asString()))
                .startsWith('R', 'I', 'F', 'F');
        assertThat(result("results/" + id).status()).isEqualTo(404);
    }

    @Test
    void a_result_is_for_the_key_that_asked_for_it() {
        try (var open = RunningSimulator.start("--atelier.simulator.stability.api-keys=one,two")) {
            var id = open.form("/stability/v2beta/" + AUDIO, Map.of("prompt", "Bells"), "Authorization", "Bearer one")
                    .json()
                    .path("id")
                    .asString();
            var path = "/stability/v2beta/audio/results/" + id;
            assertThat(open.get(path, "Authorization", "Bearer one").status()).isIn(200, 202);
            assertThat(open.get(path, "Authorization", "Bearer two").status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource({CORE + ", prompt, ''", CORE + ", aspect_ratio, 4:3", CORE + ", seed, -1", CORE + ", seed, 4294967295",
        CORE + ", style_preset, cubist", CORE + ", output_format, gif", CORE + ", image, x", CORE + ", model, core",
        CORE + ", strength, 0.5", ULTRA + ", strength, 1.5", SD3 + ", cfg_scale, 11", SD3 + ", model, sd3-large",
        SD3 + ", output_format, webp", SD3 + ", strength, 0.5", SD3 + ", mode, image-to-image", AUDIO + ", duration, 0",
        AUDIO + ", duration, 381", AUDIO + ", steps, 9", AUDIO + ", cfg_scale, 26", AUDIO + ", output_format, ogg",
        AUDIO + ", model, stable-audio-2", UPSCALE + ", creativity, 0.6", UPSCALE + ", aspect_ratio, 1:1",
        RELIGHT + ", light_source_direction, behind", RELIGHT + ", keep_original_background, yes",
        RELIGHT + ", preserve_original_subject, 2", RELIGHT + ", prompt, Teapot"})
    void a_part_that_is_not_as_published_is_a_bad_request_and_not_charged(String endpoint, String part, String value) {
        var parts = new HashMap<String, Object>();
        if (endpoint.equals(RELIGHT)) {
            parts.put("background_prompt", "A sill");
            parts.put("subject_image", RunningSimulator.png());
        } else {
            parts.put("prompt", "Teapot");
        }
        if (endpoint.equals(UPSCALE)) {
            parts.put("image", RunningSimulator.png());
        }
        parts.put(part, value);

        var answer = post(endpoint, parts);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("name").asString()).isEqualTo("bad_request");
        assertThat(answer.json().path("id").asString()).isNotBlank();
        assertThat(answer.json().path("errors").toString())
                .contains(part.equals("mode") ? "image: required in mode image-to-image" : part + ": ");
        assertThat(simulator.charges("")).isEmpty();
    }

    @Test
    void parts_that_belong_together_are_missed() {
        assertThat(errors(post(CORE, Map.of("seed", "1")))).contains("prompt: is required");
        assertThat(errors(post(ULTRA, Map.of("prompt", "Teapot", "image", RunningSimulator.png()))))
                .contains("strength: required with image");
        assertThat(errors(post(SD3, Map.of("prompt", "Teapot", "mode", "image-to-image", "strength", "0.6",
                "aspect_ratio", "1:1", "model", "sd3.5-flash", "image", RunningSimulator.png()))))
                .contains("aspect_ratio: not allowed", "sd3.5-flash does not take images");
        assertThat(errors(post(RELIGHT, Map.of("subject_image", RunningSimulator.png()))))
                .contains("background_prompt: required without background_reference");
        assertThat(errors(post(UPSCALE, Map.of("prompt", "Teapot", "image", RunningSimulator.png(63)))))
                .contains("image: must have at least 64 pixels");
        assertThat(simulator.charges("")).isEmpty();
    }

    @Test
    void the_body_is_a_form_the_accept_header_fits_and_the_key_is_right() {
        var json = simulator.send("POST", "/stability/v2beta/" + CORE, "{\"prompt\": \"Teapot\"}", "Authorization",
                KEY);
        assertThat(json.status()).isEqualTo(400);
        assertThat(errors(json)).contains("content-type: must be multipart/form-data");
        assertThat(errors(post("text/html", CORE, Map.of("prompt", "Teapot")))).contains("accept: must be one of");

        var wrong = simulator.form("/stability/v2beta/" + CORE, Map.of("prompt", "Teapot"), "Authorization",
                "Bearer x");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.json().path("message").asString()).isNotBlank();
        var large = post(UPSCALE, Map.of("prompt", "Teapot", "image", new byte[10 * 1024 * 1024 + 1]));
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.json().path("name").asString()).isEqualTo("payload_too_large");
        assertThat(simulator.charges("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"serverErrorPercent, 500, internal_error", "rateLimitedPercent, 429, rate_limit_exceeded",
        "insufficientCreditPercent, 402, payment_required"})
    void a_refusal_has_a_name(String fault, int status, String name) {
        simulator.faults("stability", "{\"" + fault + "\": 100}");
        var answer = post(CORE, Map.of("prompt", "Teapot"));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().path("name").asString()).isEqualTo(name);
        assertThat(simulator.charges("")).isEmpty();
    }

    @Test
    void the_balance_is_told() {
        assertThat(simulator.get("/stability/v1/user/balance", "Authorization", KEY).json().path("credits").isNumber())
                .isTrue();
        assertThat(simulator.get("/stability/v1/user/balance").status()).isEqualTo(401);
    }

    private Answer post(String endpoint, Map<String, ?> parts) {
        return post("application/json", endpoint, parts);
    }

    private Answer post(String accept, String endpoint, Map<String, ?> parts) {
        return simulator.form("/stability/v2beta/" + endpoint, parts, "Authorization", KEY, "Accept", accept);
    }

    private Answer result(String path) {
        return simulator.get("/stability/v2beta/" + path, "Authorization", KEY, "Accept", "application/json");
    }

    private static String errors(Answer answer) {
        assertThat(answer.status()).isEqualTo(400);
        return answer.json().path("errors").toString();
    }
}
