package dev.atelier.worker.output;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

import dev.atelier.job.Fence;
import dev.atelier.net.Download;
import dev.atelier.output.MediaFacts;
import dev.atelier.output.MediaTypes;
import dev.atelier.output.OutputKeys;
import dev.atelier.output.OutputRows;
import dev.atelier.output.OutputType;
import dev.atelier.output.ProducedOutput;
import dev.atelier.output.store.IncomingFile;
import dev.atelier.output.store.OutputStore;
import dev.atelier.output.store.OutputStoreException;
import dev.atelier.worker.provider.ProviderUpdate;

/**
 * Puts files into the store. Doing so twice for one attempt of a job changes nothing. What each is, is told by its bytes.
 */
@Component
public class OutputFiles {
    private static final Logger log = LoggerFactory.getLogger(OutputFiles.class);

    private final OutputStore store;
    private final FileSource source;
    private final OutputRows rows;
    private final OutputProperties properties;
    private final MeterRegistry meters;

    OutputFiles(OutputStore store, FileSource source, OutputRows rows, OutputProperties properties,
            MeterRegistry meters) {
        this.store = store;
        this.source = source;
        this.rows = rows;
        this.properties = properties;
        this.meters = meters;
    }

    /**
     * The same update, with the files that came with it in the store: after this, no bytes are in it.
     *
     * @throws OutputStoreException when the store does not take them; none of them is lost by trying again
     */
    public ProviderUpdate stored(Fence fence, ProviderUpdate update) {
        return update instanceof ProviderUpdate.Completed it && it.outputs()
                .stream()
                .anyMatch(ProducedOutput.Inline.class::isInstance)
                        ? new ProviderUpdate.Completed(it.id(), stored(fence, it.outputs()))
                        : update;
    }

    private List<ProducedOutput> stored(Fence fence, List<ProducedOutput> outputs) {
        var stored = new ArrayList<ProducedOutput>();
        for (var output : outputs) {
            stored.add(output instanceof ProducedOutput.Inline it ? keep(fence, stored.size(), it) : output);
        }
        return stored;
    }

    private ProducedOutput.Stored keep(Fence fence, int position, ProducedOutput.Inline output) {
        try (var file = store.receive(new ByteArrayInputStream(output.bytes()), Long.MAX_VALUE)) {
            return keep(fence, position, output.type(), output.contentType(), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Fetches the file into the store.
     *
     * @throws dev.atelier.net.DownloadFailed when it cannot be fetched
     * @throws NotAFile             when something else came
     * @throws OutputStoreException when the store does not take it
     */
    ProducedOutput.Stored copy(Fence fence, int position, ProducedOutput.Hosted output,
            Optional<Download.KeyHeader> key) {
        var download = new Download(output.url(), properties.maxBytes().toBytes(), key.orElse(null),
                properties.copyTimeout());
        return source.get(download, arriving -> {
            try (var file = store.receive(arriving.bytes(), properties.maxBytes().toBytes())) {
                if (file.size() == 0) {
                    throw new NotAFile("The address answers with an empty file.");
                }
                if (output.type() != OutputType.TEXT && MediaTypes.sniff(file.beginning()).equals(MediaTypes.PAGE)) {
                    throw new NotAFile("The address answers with a page instead of a file.");
                }
                return keep(fence, position, output.type(),
                        Optional.ofNullable(output.contentType()).or(arriving::contentType).orElse(null), file);
            }
        });
    }

    private ProducedOutput.Stored keep(Fence fence, int position, OutputType type, @Nullable String said,
            IncomingFile file) {
        var sniffed = MediaTypes.sniff(file.beginning());
        var contentType = !sniffed.equals(MediaTypes.UNKNOWN) || said == null ? sniffed : said;
        var facts = MediaFacts.of(file.path(), contentType);
        var key = OutputKeys.of(fence, position, file.sha256(), contentType);
        store.keep(file, key, contentType);
        meters.counter("atelier.outputs.stored", "type", type.name()).increment();
        meters.counter("atelier.outputs.stored.bytes", "type", type.name()).increment(file.size());
        return new ProducedOutput.Stored(type, key, contentType, file.size(), file.sha256(), facts.width(),
                facts.height(), facts.durationMillis());
    }

    /**
     * These were stored in vain: the job went another way. Removes those that no row knows, which are all of them, unless it was
     * us who completed the job and its commit was in doubt. What cannot be removed just now stays.
     */
    public void drop(Fence fence, Collection<? extends ProducedOutput> outputs) {
        Set<String> keys = outputs.stream()
                .filter(ProducedOutput.Stored.class::isInstance)
                .map(it -> ((ProducedOutput.Stored) it).key())
                .collect(Collectors.toUnmodifiableSet());
        if (keys.isEmpty()) {
            return;
        }
        try {
            rows.unknown(fence.job(), keys).forEach(store::delete);
        } catch (OutputStoreException | DataAccessException e) {
            log.warn("files that nobody wants stay in the store: {}: {}", keys, e.getMessage());
        }
    }
}
