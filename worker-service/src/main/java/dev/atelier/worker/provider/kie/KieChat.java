package dev.atelier.worker.provider.kie;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.job.ProviderJobId;
import dev.atelier.output.ProducedOutput;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderUpdate;
import dev.atelier.worker.provider.ProviderUpdate.Completed;
import dev.atelier.worker.provider.ProviderUpdate.Failed;

/** The chat, in OpenAI's shape: the model stands in the path, and the text comes with the answer. Only refusals have an envelope. */
final class KieChat implements KieOperation {
    /** Every job of Kie.ai's is given one, and this endpoint knows no such field: it never calls back. */
    private static final String CALLBACK = "callBackUrl";

    private final KieApi api;
    private final KieErrors errors;

    KieChat(KieApi api, KieErrors errors) {
        this.api = api;
        this.errors = errors;
    }

    @Override
    public String name() {
        return "chat";
    }

    @Override
    public ProviderUpdate submit(ProviderCall call) {
        var body = call.body().deepCopy();
        body.remove(CALLBACK);
        var answer = api.chat(call.request().model(), body, call.key());
        var completion = answer.body()
                .filter(_ -> answer.isHttpSuccess() && answer.refusal().isEmpty())
                .filter(it -> it.object("/choices/0").isPresent())
                .orElseThrow(() -> errors.ofSubmit(answer, call.key()));
        var id = completion.id("/id").orElseGet(() -> new ProviderJobId(call.job().toString()));
        return text(completion).<ProviderUpdate>map(it -> new Completed(id, List.of(new ProducedOutput.Text(it))))
                .orElseGet(() -> new Failed(id, nothingSaid(completion, call.key())));
    }

    /** One text, or parts of which some are text. */
    private static Optional<String> text(ProviderJson completion) {
        return completion.text("/choices/0/message/content")
                .or(() -> Optional.of(completion.objects("/choices/0/message/content")
                        .stream()
                        .flatMap(it -> it.text("/text").stream())
                        .collect(Collectors.joining())).filter(it -> !it.isBlank()));
    }

    private static JobFailure nothingSaid(ProviderJson completion, Secret key) {
        var refusal = completion.text("/choices/0/message/refusal");
        boolean filtered = completion.text("/choices/0/finish_reason").filter("content_filter"::equals).isPresent();
        return refusal.isPresent() || filtered
                ? KieErrors.ofContent(refusal, key)
                : new JobFailure(FailureKind.OUTPUT_UNAVAILABLE, "Kie.ai answered without a text.");
    }

    @Override
    public ProviderUpdate check(ProviderJob job, Secret key) {
        throw new ProviderException(FailureKind.INTERNAL, "A chat of Kie.ai's cannot be asked about later.");
    }
}
