package dev.atelier.simulator;

import java.util.Base64;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.atelier.simulator.RunningSimulator.Answer;

import static org.assertj.core.api.Assertions.assertThat;

class CompatibleTest {

    private final RunningSimulator simulator = RunningSimulator.shared();

    @BeforeEach
    void hurry() {
        simulator.faults("openai-compatible", "{\"delay\": 0}");
    }

    @Test
    void any_key_and_none_are_right_on_a_server_of_ones_own() {
        assertThat(simulator.get("/openai-compatible/v1/models").text()).contains("Qwen/Qwen-Image");
        assertThat(simulator.get("/openai-compatible/v1/models", "Authorization", "Bearer whatever").status())
                .isEqualTo(200);
    }

    @Test
    void where_keys_are_set_only_they_are_right() {
        try (var closed = RunningSimulator.start("--atelier.simulator.openai-compatible.api-keys=a-key")) {
            assertThat(closed.get("/openai-compatible/v1/models").status()).isEqualTo(401);
            assertThat(closed.get("/openai-compatible/v1/models", "Authorization", "Bearer a-key").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_picture_is_an_address_unless_bytes_are_asked_for() {
        var there = post("/images/generations", """
                {"model": "Qwen/Qwen-Image", "prompt": "Teapot", "size": "320x200"}""");
        assertThat(simulator.download(there.json().at("/data/0/url").asString())).startsWith(0x89, 'P', 'N', 'G');
        var here = post("/images/generations", """
                {"model": "Qwen/Qwen-Image", "prompt": "Teapot", "size": "320x200", "response_format": "b64_json"}""");
        assertThat(Base64.getDecoder().decode(here.json().at("/data/0/b64_json").asString()))
                .startsWith(0x89, 'P', 'N', 'G');
        assertThat(simulator.charges("?provider=openai-compatible")).hasSize(2);
    }

    @Test
    void a_chat_is_answered() {
        var answer = post("/chat/completions", """
                {"model": "qwen3", "messages": [{"role": "system", "content": "Be brief."},
                 {"role": "user", "content": "Basalt?"}], "stream": false}""");
        assertThat(answer.json().at("/choices/0/message/content").asString()).isNotBlank();
        assertThat(answer.json().at("/choices/0/finish_reason").asString()).isEqualTo("stop");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            textBlock = """
                    /images/generations | {"model": "Qwen/Qwen-Image"}                                        | 422
                    /images/generations | {"model": "Qwen/Qwen-Image", "prompt": "x", "n": 11}                | 422
                    /images/generations | {"model": "Qwen/Qwen-Image", "prompt": "x", "size": "big"}          | 422
                    /images/generations | {"model": "Qwen/Qwen-Image", "prompt": "x", "quality": "high"}      | 422
                    /images/generations | {"model": "Qwen/Qwen-Image", "prompt": "x", "response_format": "x"} | 422
                    /images/generations | {"model": "dall-e-3", "prompt": "x"}                                | 404
                    /images/generations | []                                                                  | 422
                    /images/edits       | {"model": "Qwen/Qwen-Image-Edit", "prompt": "x"}                    | 422
                    /audio/speech       | {"model": "tts-1", "input": "x"}                                    | 422
                    /audio/speech       | {"model": "tts-1", "input": "x", "voice": "alloy", "speed": 9}      | 422
                    /chat/completions   | {"model": "qwen3", "messages": []}                                  | 422
                    /chat/completions   | {"model": "qwen3", "messages": [{"role": "user"}]}                  | 422
                    /chat/completions   | {"model": "qwen3", "messages": [{"role": "user", "content": "x"}], "stream": true} | 422
                    """)
    void what_it_does_not_take_is_refused(String path, String body, int status) {
        var answer = post(path, body);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().has(status == 422 ? "detail" : "error")).isTrue();
        assertThat(simulator.charges("")).isEmpty();
    }

    @Test
    void it_fails_in_its_own_way() {
        var chat = "{\"model\": \"qwen3\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}]}";
        simulator.faults("openai-compatible", "{\"delay\": 0, \"failPercent\": 100}");
        assertThat(post("/chat/completions", chat).text()).contains("out of memory");
        simulator.faults("openai-compatible", "{\"delay\": 0, \"contentRejectedPercent\": 100}");
        assertThat(post("/chat/completions", chat).status()).isEqualTo(400);
        simulator.faults("openai-compatible", "{\"delay\": 0, \"rateLimitedPercent\": 100}");
        assertThat(post("/chat/completions", chat).header("Retry-After")).isEqualTo("1");
        assertThat(simulator.charges("")).isEmpty();
    }

    private Answer post(String path, String json) {
        return simulator.send("POST", "/openai-compatible/v1" + path, json);
    }
}
