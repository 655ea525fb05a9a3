package dev.atelier.worker.provider.stability;

import java.util.Base64;
import java.util.Optional;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.atelier.job.ProviderJobId;
import dev.atelier.worker.provider.ProviderAnswer;
import dev.atelier.worker.provider.ProviderJson;

/**
 * An answer of Stability AI's: a file in Base64 with the reason why it is finished, the id of a job that goes on, or an error.
 *
 * @param json empty when the body is none: then it may be the file itself
 */
record StabilityAnswer(ProviderAnswer http, Optional<ProviderJson> json) {
    static final String SUCCESS = "SUCCESS";
    static final String FILTERED = "CONTENT_FILTERED";

    StabilityAnswer(ProviderAnswer http) {
        this(http, http.json());
    }

    int status() {
        return http.status();
    }

    /** Of a job that goes on; not an error's id. */
    Optional<ProviderJobId> id() {
        return json.filter(_ -> http.isSuccess() && errorName().isEmpty()).flatMap(it -> it.id("/id"));
    }

    Optional<ProviderJobId> requestId() {
        return http.header("x-request-id").filter(it -> it.matches("[!-~]{1,200}")).map(ProviderJobId::new);
    }

    /** Of a job that goes on. */
    Optional<String> stage() {
        return json.flatMap(it -> it.text("/status"));
    }

    /** Stands in the body, and with a file as the answer in a header; an older form writes it otherwise (unconfirmed). */
    Optional<String> finishReason() {
        return json.flatMap(it -> it.text("/finish_reason", "/finishReason")).or(() -> http.header("finish-reason"));
    }

    /** The file, under the name that the endpoint has for it; the pages name a different one on each. */
    byte @Nullable [] file() {
        var base64 = json.flatMap(it -> it.text("/image", "/audio", "/base64", "/result"));
        if (base64.isEmpty()) {
            return isFile() && http.bytes().length > 0 ? http.bytes() : null;
        }
        try {
            return Base64.getDecoder().decode(base64.get());
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private boolean isFile() {
        Predicate<String> media = it -> it.startsWith("image/") || it.startsWith("audio/");
        return http.header("content-type").filter(media).isPresent();
    }

    Optional<String> errorName() {
        return json.flatMap(it -> it.text("/name"));
    }

    /** For people, when the answer is an error. */
    Optional<String> words() {
        return json.flatMap(it -> it.texts("/errors").stream().findFirst().or(() -> it.text("/message", "/errors")));
    }
}
