package dev.atelier.worker.provider.openai;

import dev.atelier.job.ProviderJobId;
import dev.atelier.worker.provider.ProviderAnswer;
import dev.atelier.worker.provider.ProviderCall;

/** What is delivered in the answer has no job at OpenAI. Its support finds a call by its request's id. */
final class RequestIds {
    private RequestIds() {}

    /** The job's own id where the answer names none. */
    static ProviderJobId of(ProviderAnswer answer, ProviderCall call) {
        return new ProviderJobId(answer.header("x-request-id")
                .filter(it -> it.matches("[!-~]{1,200}"))
                .orElseGet(call.job()::toString));
    }
}
