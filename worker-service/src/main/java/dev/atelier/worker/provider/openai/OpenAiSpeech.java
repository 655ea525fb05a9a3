package dev.atelier.worker.provider.openai;

import java.util.List;

import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.output.MediaTypes;
import dev.atelier.output.OutputType;
import dev.atelier.output.ProducedOutput;
import dev.atelier.worker.provider.ProviderAnswer;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderHttp;
import dev.atelier.worker.provider.ProviderUpdate;
import dev.atelier.worker.provider.ProviderUpdate.Completed;
import dev.atelier.worker.provider.ProviderUpdate.Failed;

/** Speech: the answer is the sound itself. */
final class OpenAiSpeech implements OpenAiOperation {
    private final OpenAiApi api;
    private final OpenAiErrors errors;

    OpenAiSpeech(OpenAiApi api, OpenAiErrors errors) {
        this.api = api;
        this.errors = errors;
    }

    @Override
    public String name() {
        return "speech";
    }

    @Override
    public ProviderUpdate submit(ProviderCall call) {
        var answer = api.make("/v1/audio/speech", ProviderHttp.Content.json(call.body()).with("Accept", "*/*"),
                call.key());
        if (!answer.isSuccess()) {
            throw errors.ofSubmit(answer, call.key());
        }
        if (answer.json().isPresent()) {
            throw errors.unreadable(answer, call.key());
        }
        var id = RequestIds.of(answer, call);
        return answer.bytes().length == 0
                ? new Failed(id, new JobFailure(FailureKind.OUTPUT_UNAVAILABLE,
                        "OpenAI reports success, but its answer is empty."))
                : new Completed(id, List.of(new ProducedOutput.Inline(OutputType.AUDIO, answer.bytes(), type(answer))));
    }

    /** Samples without a header are told by what OpenAI says, all else by its first bytes. */
    private static String type(ProviderAnswer answer) {
        var type = MediaTypes.sniff(answer.bytes());
        return type.equals(MediaTypes.UNKNOWN)
                ? answer.header("content-type").filter(it -> it.startsWith("audio/")).orElse(type)
                : type;
    }
}
