package dev.atelier.worker.provider.geminigen;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.atelier.catalog.Category;
import dev.atelier.job.ProviderJobId;
import dev.atelier.output.ProducedOutput;
import dev.atelier.worker.provider.HostedFiles;
import dev.atelier.worker.provider.ProviderJson;

/** The common object: what a submission and the history answer with. */
record GeminigenGeneration(ProviderJobId id, ProviderJson json) {
    /** In some answers it stands inside {@code result} or {@code data}. */
    static Optional<GeminigenGeneration> in(ProviderJson body) {
        return Stream.of(body.object("/result"), body.object("/data"), Optional.of(body))
                .flatMap(Optional::stream)
                .flatMap(it -> it.id("/uuid").map(id -> new GeminigenGeneration(id, it)).stream())
                .findFirst();
    }

    /** Whether it was made of this prompt by this model. The names of the fields drift between pages: both are read. */
    boolean isOf(String model, String prompt) {
        return json.text("/model_name", "/model").filter(model::equals).isPresent()
                && json.text("/input_text", "/prompt").filter(prompt::equals).isPresent();
    }

    /** When it was made, to the second; the time zone is not stated and taken to be UTC (unconfirmed). */
    Optional<Instant> createdAt() {
        return json.text("/created_at").flatMap(it -> {
            try {
                return Optional.of(LocalDateTime.parse(it, DateTimeFormatter.ISO_DATE_TIME).toInstant(ZoneOffset.UTC));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        });
    }

    Optional<Long> status() {
        return json.number("/status");
    }

    @Nullable
    Integer progress() {
        return json.number("/status_percentage").filter(it -> it >= 0 && it <= 100).map(Long::intValue).orElse(null);
    }

    Optional<String> errorCode() {
        return json.text("/error_code");
    }

    Optional<String> errorMessage() {
        return json.text("/error_message");
    }

    /** Links only: fields named {@code *_uri} are relative and lead nowhere. */
    List<ProducedOutput> outputs(Category category) {
        var expiry = expiry();
        var made = Stream
                .of(files("/generated_image", "/image_url", category, expiry),
                        files("/generated_video", "/video_url", category, expiry),
                        files("/generated_audio", "/audio_url", category, expiry))
                .flatMap(it -> it)
                .toList();
        return made.isEmpty() ? file(json, category, expiry, "/generate_result").stream().toList() : made;
    }

    private Stream<ProducedOutput> files(String array, String link, Category category, @Nullable Instant expiry) {
        return json.objects(array)
                .stream()
                .flatMap(it -> file(it, category, expiry, link, "/file_download_url").stream());
    }

    private static Optional<ProducedOutput> file(ProviderJson item, Category category, @Nullable Instant expiry,
            String... links) {
        return Stream.of(links)
                .flatMap(it -> item.text(it).stream())
                .<ProducedOutput>flatMap(it -> HostedFiles.at(it, category, expiry).stream())
                .findFirst();
    }

    private @Nullable Instant expiry() {
        return json.text("/expired_at").flatMap(GeminigenGeneration::time).orElse(null);
    }

    /** Written with a zone or without; without, it is UTC. */
    private static Optional<Instant> time(String text) {
        try {
            var time = DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            return Optional.of(time instanceof OffsetDateTime there
                    ? there.toInstant()
                    : LocalDateTime.from(time).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
