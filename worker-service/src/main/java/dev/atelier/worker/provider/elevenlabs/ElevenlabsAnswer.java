package dev.atelier.worker.provider.elevenlabs;

import java.util.Optional;

import dev.atelier.job.ProviderJobId;
import dev.atelier.worker.provider.ProviderAnswer;
import dev.atelier.worker.provider.ProviderJson;

/**
 * An answer of ElevenLabs': a sound, a generation of the Flows, or an error in {@code detail}.
 *
 * @param json empty when the body is none
 */
record ElevenlabsAnswer(ProviderAnswer http, Optional<ProviderJson> json) {
    ElevenlabsAnswer(ProviderAnswer http) {
        this(http, http.json());
    }

    int status() {
        return http.status();
    }

    /** The body, when it is a sound. */
    Optional<byte[]> sound() {
        return Optional.of(http.bytes())
                .filter(it -> http.status() == 200 && it.length > 0)
                .filter(_ -> http.header("content-type").filter(it -> it.startsWith("audio/")).isPresent());
    }

    /** Of a sound. */
    Optional<ProviderJobId> requestId() {
        return http.header("song-id")
                .or(() -> http.header("request-id"))
                .filter(it -> it.matches("[!-~]{1,200}"))
                .map(ProviderJobId::new);
    }

    /** The generation, when there is one in it. */
    Optional<ProviderJson> generation() {
        return json.filter(it -> http.isSuccess() && it.id("/id").isPresent());
    }

    /** Theirs, when the answer is an error; a newer layout calls it {@code code} (unconfirmed). */
    Optional<String> errorCode() {
        return json.flatMap(it -> it.text("/detail/code", "/detail/status"));
    }

    /** For people, when the answer is an error. */
    Optional<String> words() {
        return json.flatMap(it -> it.text("/detail/message", "/detail/0/msg", "/detail"));
    }
}
