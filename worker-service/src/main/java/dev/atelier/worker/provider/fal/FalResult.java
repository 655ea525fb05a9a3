package dev.atelier.worker.provider.fal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.atelier.catalog.Category;
import dev.atelier.job.FailureKind;
import dev.atelier.job.JobFailure;
import dev.atelier.job.ProviderJobId;
import dev.atelier.output.ProducedOutput;
import dev.atelier.worker.provider.HostedFiles;
import dev.atelier.worker.provider.ProviderJson;
import dev.atelier.worker.provider.ProviderUpdate;
import dev.atelier.worker.provider.ProviderUpdate.Completed;
import dev.atelier.worker.provider.ProviderUpdate.Failed;

/**
 * What a model made, whatever the model: each kind of thing stands under a name of its own. A callback's payload is the same.
 *
 * @param withheld there was more, which the safety checker flagged
 */
record FalResult(List<ProducedOutput> outputs, boolean withheld) {
    static FalResult of(ProviderJson result) {
        var outputs = new ArrayList<ProducedOutput>();
        boolean withheld = false;
        var images = result.root().path("images");
        for (int i = 0; i < images.size(); i++) {
            boolean flagged = result.root().path("has_nsfw_concepts").path(i).asBoolean(false);
            withheld |= flagged;
            if (!flagged) {
                result.object("/images/" + i).flatMap(it -> file(it, Category.TEXT_TO_IMAGE)).ifPresent(outputs::add);
            }
        }
        Stream.of(files(result.object("/image").stream(), Category.TEXT_TO_IMAGE),
                files(result.object("/video").stream(), Category.TEXT_TO_VIDEO),
                files(result.objects("/videos").stream(), Category.TEXT_TO_VIDEO),
                files(result.object("/audio").stream(), Category.TEXT_TO_SPEECH),
                files(result.object("/audio_file").stream(), Category.TEXT_TO_SPEECH))
                .flatMap(it -> it)
                .forEach(outputs::add);
        result.text("/output").map(ProducedOutput.Text::new).ifPresent(outputs::add);
        return new FalResult(List.copyOf(outputs), withheld);
    }

    private static Stream<ProducedOutput> files(Stream<ProviderJson> objects, Category category) {
        return objects.flatMap(it -> file(it, category).stream());
    }

    /** It is public and lives as long as the account's setting says, which no answer tells. */
    private static Optional<ProducedOutput> file(ProviderJson object, Category category) {
        return object.text("/url")
                .flatMap(it -> HostedFiles.at(it, category, null))
                .map(it -> new ProducedOutput.Hosted(it.type(), it.url(),
                        object.text("/content_type").orElse(it.contentType()), null));
    }

    boolean isEmpty() {
        return outputs.isEmpty() && !withheld;
    }

    /** What it means for the request that it is the result of. */
    ProviderUpdate update(ProviderJobId id) {
        if (!outputs.isEmpty()) {
            return new Completed(id, outputs);
        }
        return new Failed(id, withheld
                ? new JobFailure(FailureKind.CONTENT_REJECTED, "fal.ai's safety checker withheld the result.")
                : new JobFailure(FailureKind.OUTPUT_UNAVAILABLE,
                        "fal.ai reports success, but there is no file in its result."));
    }
}
