package dev.atelier.job;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;

import com.fasterxml.uuid.Generators;
import org.jspecify.annotations.Nullable;

import dev.atelier.output.OutputType;
import dev.atelier.output.ProducedOutput;
import dev.atelier.persistence.SqlArrays;

/** The outputs of jobs that are done, as arrays: a column each, for one INSERT of all. */
final class MadeOutputs {
    /** Part of a statement whose {@code changed} has the jobs that were changed. */
    static final String INSERT = """
            insert into generated_outputs (id, job_id, position, type, url, text, store_key, content_type, size, sha256,
                                           width, height, duration_millis, expires_at)
            select made.id, changed.id, position, type, url, text, store_key, content_type, size, sha256, width, height,
                   duration_millis, expires_at
              from changed
              join unnest(cast(:madeIds as uuid[]), cast(:madeJobs as uuid[]), cast(:madeAttempts as integer[]),
                          cast(:madePositions as smallint[]), cast(:madeTypes as output_type[]),
                          cast(:madeUrls as text[]), cast(:madeTexts as text[]), cast(:madeKeys as text[]),
                          cast(:madeContentTypes as text[]), cast(:madeSizes as bigint[]), cast(:madeSha256s as text[]),
                          cast(:madeWidths as integer[]), cast(:madeHeights as integer[]),
                          cast(:madeDurations as bigint[]), cast(:madeExpiries as timestamptz[]))
                   as made (id, job, attempt, position, type, url, text, store_key, content_type, size, sha256, width,
                            height, duration_millis, expires_at)
                on made.job = changed.id and made.attempt = changed.attempt""";

    private MadeOutputs() {}

    private record Made(UUID id, Fence fence, int position, OutputType type, ProducedOutput output) {
        @Nullable
        String url() {
            return output instanceof ProducedOutput.Hosted it ? it.url().toString() : null;
        }

        @Nullable
        Instant expiresAt() {
            return output instanceof ProducedOutput.Hosted it ? it.expiresAt() : null;
        }

        @Nullable
        String text() {
            return output instanceof ProducedOutput.Text it ? it.text() : null;
        }

        @Nullable
        Object stored(Function<ProducedOutput.Stored, @Nullable Object> column) {
            return output instanceof ProducedOutput.Stored it ? column.apply(it) : null;
        }

        @Nullable
        String contentType() {
            return switch (output) {
                case ProducedOutput.Hosted it -> it.contentType();
                case ProducedOutput.Stored it -> it.contentType();
                case ProducedOutput.Text _ -> "text/plain; charset=utf-8";
                case ProducedOutput.Inline it -> throw new IllegalArgumentException("not in the store yet: " + it);
            };
        }
    }

    /** What {@link #INSERT} asks for. */
    static Map<String, String> params(List<JobChanges.Done> done) {
        var all = done.stream().flatMap(job -> IntStream.range(0, job.outputs().size()).mapToObj(it -> {
            var output = job.outputs().get(it);
            return new Made(Generators.timeBasedEpochGenerator().generate(), job.fence(), it, output.type(), output);
        })).toList();
        var params = new HashMap<String, String>();
        params.put("madeIds", SqlArrays.of(all, Made::id));
        params.put("madeJobs", SqlArrays.of(all, it -> it.fence().job()));
        params.put("madeAttempts", SqlArrays.of(all, it -> it.fence().attempt()));
        params.put("madePositions", SqlArrays.of(all, Made::position));
        params.put("madeTypes", SqlArrays.of(all, Made::type));
        params.put("madeUrls", SqlArrays.of(all, Made::url));
        params.put("madeTexts", SqlArrays.of(all, Made::text));
        params.put("madeContentTypes", SqlArrays.of(all, Made::contentType));
        params.put("madeExpiries", SqlArrays.of(all, Made::expiresAt));
        params.put("madeKeys", stored(all, ProducedOutput.Stored::key));
        params.put("madeSizes", stored(all, ProducedOutput.Stored::size));
        params.put("madeSha256s", stored(all, ProducedOutput.Stored::sha256));
        params.put("madeWidths", stored(all, ProducedOutput.Stored::width));
        params.put("madeHeights", stored(all, ProducedOutput.Stored::height));
        params.put("madeDurations", stored(all, ProducedOutput.Stored::durationMillis));
        return params;
    }

    private static String stored(List<Made> all, Function<ProducedOutput.Stored, @Nullable Object> column) {
        return SqlArrays.of(all, it -> it.stored(column));
    }
}
