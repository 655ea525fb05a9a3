package dev.atelier.worker.provider.openaicompatible;

import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

import dev.atelier.catalog.Category;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.job.ProviderJobId;
import dev.atelier.output.MediaTypes;
import dev.atelier.output.OutputType;
import dev.atelier.output.ProducedOutput;
import dev.atelier.worker.provider.HostedFiles;
import dev.atelier.worker.provider.ProviderAnswer;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderUpdate;
import dev.atelier.worker.provider.ProviderUpdate.Completed;
import dev.atelier.worker.provider.ProviderUpdate.Failed;
import dev.atelier.worker.provider.openaicompatible.CompatibleOperation.Unreadable;

/** What these servers answer with when all went well. They agree on little more than this. */
final class CompatibleReadings {
    private CompatibleReadings() {}

    /** Base64 or an address, whichever is there; nothing states what kind of file it is. */
    static ProviderUpdate pictures(ProviderAnswer answer, ProviderCall call) {
        var json = answer.json().filter(it -> it.root().path("data").isArray()).orElseThrow(Unreadable::new);
        var pictures = json.objects("/data").stream().map(it -> picture(it, call.category())).toList();
        return pictures.isEmpty()
                ? failed(call, FailureKind.MALFORMED_RESPONSE,
                        "It reports success, but there is no picture in its answer.")
                : new Completed(id(call), pictures);
    }

    private static ProducedOutput picture(ProviderJson it, Category category) {
        var inline = it.text("/b64_json");
        if (inline.isEmpty()) {
            return it.text("/url")
                    .flatMap(url -> HostedFiles.at(url, category, null))
                    .orElseThrow(Unreadable::new);
        }
        try {
            var bytes = Base64.getDecoder().decode(inline.get());
            return new ProducedOutput.Inline(OutputType.IMAGE, bytes, MediaTypes.sniff(bytes));
        } catch (IllegalArgumentException _) {
            throw new Unreadable();
        }
    }

    static ProviderUpdate speech(ProviderAnswer answer, ProviderCall call) {
        if (answer.json().isPresent()) {
            throw new Unreadable();
        }
        if (answer.bytes().length == 0) {
            return failed(call, FailureKind.MALFORMED_RESPONSE, "It reports success, but its answer is empty.");
        }
        var sniffed = MediaTypes.sniff(answer.bytes());
        var type = sniffed.equals(MediaTypes.UNKNOWN)
                ? answer.header("content-type").filter(it -> it.startsWith("audio/")).orElse(sniffed)
                : sniffed;
        return new Completed(id(call), List.of(new ProducedOutput.Inline(OutputType.AUDIO, answer.bytes(), type)));
    }

    /** A text that the caller's own limit cut off ({@code length}) is delivered. */
    static ProviderUpdate chat(ProviderAnswer answer, ProviderCall call) {
        var choice = answer.json()
                .flatMap(it -> it.objects("/choices").stream().findFirst())
                .orElseThrow(Unreadable::new);
        if (choice.text("/finish_reason").filter("content_filter"::equals).isPresent()
                || choice.text("/message/refusal").isPresent()) {
            return failed(call, FailureKind.CONTENT_REJECTED, "The model or its filter refused to answer.");
        }
        var text = choice.text("/message/content")
                .orElseGet(() -> choice.objects("/message/content")
                        .stream()
                        .flatMap(it -> it.text("/text").stream())
                        .collect(Collectors.joining()));
        return text.isBlank()
                ? failed(call, FailureKind.OUTPUT_UNAVAILABLE,
                        "It reports success, but there is no text in its answer.")
                : new Completed(id(call), List.of(new ProducedOutput.Text(text)));
    }

    /** Ours: what these servers call an id may be the same for every answer, or one of a thousand. */
    private static ProviderJobId id(ProviderCall call) {
        return new ProviderJobId(call.job().toString());
    }

    private static Failed failed(ProviderCall call, FailureKind kind, String message) {
        return new Failed(id(call), new JobFailure(kind, message));
    }
}
