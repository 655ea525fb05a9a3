package dev.atelier.worker.provider.openai;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import tools.jackson.databind.node.ObjectNode;

import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.output.MediaTypes;
import dev.atelier.output.OutputType;
import dev.atelier.output.ProducedOutput;
import dev.atelier.worker.provider.MultipartForm;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderHttp;
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderUpdate;
import dev.atelier.worker.provider.ProviderUpdate.Completed;
import dev.atelier.worker.provider.ProviderUpdate.Failed;

/** Pictures, made from text or from other pictures. They stand in the answer, in Base64; there is never an address. */
final class OpenAiImages implements OpenAiOperation {
    private final String name;
    private final String path;
    private final Function<ObjectNode, ProviderHttp.Content> written;
    private final OpenAiApi api;
    private final OpenAiErrors errors;

    private OpenAiImages(String name, String path, Function<ObjectNode, ProviderHttp.Content> written, OpenAiApi api,
            OpenAiErrors errors) {
        this.name = name;
        this.path = path;
        this.written = written;
        this.api = api;
        this.errors = errors;
    }

    static OpenAiImages generations(OpenAiApi api, OpenAiErrors errors) {
        return new OpenAiImages("images", "/v1/images/generations", ProviderHttp.Content::json, api, errors);
    }

    static OpenAiImages edits(OpenAiApi api, OpenAiErrors errors) {
        return new OpenAiImages("edits", "/v1/images/edits", OpenAiImages::form, api, errors);
    }

    private static ProviderHttp.Content form(ObjectNode body) {
        var form = new MultipartForm();
        body.forEachEntry(form::add);
        return form.content();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ProviderUpdate submit(ProviderCall call) {
        var answer = api.make(path, written.apply(call.body()), call.key());
        if (!answer.isSuccess()) {
            throw errors.ofSubmit(answer, call.key());
        }
        var id = RequestIds.of(answer, call);
        var pictures = answer.json()
                .filter(it -> it.root().path("data").isArray())
                .flatMap(OpenAiImages::pictures)
                .orElseThrow(() -> errors.unreadable(answer, call.key()));
        return pictures.isEmpty()
                ? new Failed(id, new JobFailure(FailureKind.OUTPUT_UNAVAILABLE,
                        "OpenAI reports success, but there is no picture in its answer."))
                : new Completed(id, pictures);
    }

    /** Empty: one of them cannot be read. */
    private static Optional<List<ProducedOutput>> pictures(ProviderJson answer) {
        try {
            return Optional.of(answer.objects("/data")
                    .stream()
                    .flatMap(it -> it.text("/b64_json").stream())
                    .map(Base64.getDecoder()::decode)
                    .<ProducedOutput>map(it -> new ProducedOutput.Inline(OutputType.IMAGE, it, MediaTypes.sniff(it)))
                    .toList());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
