package dev.atelier.worker.provider.anthropic;

import java.util.List;

import tools.jackson.databind.node.ObjectNode;

import dev.atelier.credential.Secret;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.job.ProviderJobId;
import dev.atelier.worker.provider.ProviderAnswer;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderException;
import dev.atelier.worker.provider.ProviderJob;
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderUpdate;
import dev.atelier.worker.provider.ProviderUpdate.Failed;
import dev.atelier.worker.provider.ProviderUpdate.Processing;

/**
 * Message batches: half the price, within a day. Each job is a batch of one request, so that a batch is one job and one charge. The
 * request carries our job's id, for people who look for a lost one in Anthropic's console: its list of batches does not show it.
 */
final class MessageBatches implements AnthropicOperation {
    private final AnthropicApi api;
    private final AnthropicErrors errors;

    MessageBatches(AnthropicApi api, AnthropicErrors errors) {
        this.api = api;
        this.errors = errors;
    }

    @Override
    public String name() {
        return "batch";
    }

    @Override
    public ProviderUpdate submit(ProviderCall call) {
        var body = call.body().deepCopy();
        if (body.at("/requests/0") instanceof ObjectNode request) {
            request.put("custom_id", call.job().toString());
        }
        var answer = api.createBatch(body, call.key());
        if (!answer.isSuccess()) {
            throw errors.ofSubmit(answer, call.key());
        }
        return answer.json()
                .flatMap(it -> it.id("/id"))
                .map(it -> new Processing(it, null))
                .orElseThrow(() -> new ProviderException(FailureKind.OUTCOME_UNKNOWN,
                        "Anthropic took the job but named no batch."));
    }

    @Override
    public ProviderUpdate check(ProviderJob job, Secret key) {
        var batch = read(api.batch(job.id(), key), key);
        if (batch.text("/id").filter(it -> !it.equals(job.id().value())).isPresent()) {
            throw malformed("it is another one");
        }
        return switch (batch.text("/processing_status").orElse("")) {
            case "in_progress", "canceling" -> new Processing(job.id(), null);
            case "ended" -> ended(job.id(), api.results(job.id(), key), key);
            default -> throw malformed("an unknown status");
        };
    }

    private ProviderUpdate ended(ProviderJobId id, ProviderAnswer answer, Secret key) {
        if (!answer.isSuccess()) {
            throw errors.ofCheck(answer, key);
        }
        var lines = answer.body().lines().filter(it -> !it.isBlank()).toList();
        return update(id, line(lines), key);
    }

    private static ProviderJson line(List<String> lines) {
        if (lines.size() != 1) {
            throw malformed("it has " + lines.size() + " results instead of one");
        }
        return ProviderJson.parse(lines.getFirst()).orElseThrow(() -> malformed("its result is no JSON"));
    }

    private ProviderUpdate update(ProviderJobId id, ProviderJson line, Secret key) {
        return switch (line.text("/result/type").orElse("")) {
            case "succeeded" -> line.object("/result/message")
                    .filter(Messages::isMessage)
                    .map(it -> Messages.update(it, id))
                    .orElseThrow(() -> malformed("a success without a message"));
            case "errored" ->
                new Failed(id, errors.ofResult(line.text("/result/error/error/type", "/result/error/type"),
                        line.text("/result/error/error/message", "/result/error/message"), key));
            case "canceled" -> new Failed(id, new JobFailure(FailureKind.PROVIDER_FAILED,
                    "It was cancelled at Anthropic."));
            case "expired" -> new Failed(id, new JobFailure(FailureKind.DEADLINE_EXCEEDED,
                    "Anthropic did not get to it within a day."));
            default -> throw malformed("an unknown kind of result");
        };
    }

    private ProviderJson read(ProviderAnswer answer, Secret key) {
        if (!answer.isSuccess()) {
            throw errors.ofCheck(answer, key);
        }
        return answer.json().orElseThrow(() -> malformed("it is no JSON"));
    }

    private static ProviderException malformed(String what) {
        return new ProviderException(FailureKind.MALFORMED_RESPONSE, "Anthropic's batch cannot be read: " + what + ".");
    }
}
