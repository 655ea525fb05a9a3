package dev.atelier.worker.simulation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

import dev.atelier.net.Download;
import dev.atelier.net.DownloadFailures;
import dev.atelier.net.Downloaded;
import dev.atelier.output.store.FileOutputStore;
import dev.atelier.output.store.IncomingFile;
import dev.atelier.output.store.OutputStore;
import dev.atelier.output.store.OutputStoreException;
import dev.atelier.worker.output.FileSource;

/** The providers' files, each of which holds its own address, and the store: real files in a folder. Both may fail. */
final class SimulatedOutputs implements OutputStore, FileSource {
    private final Chance chance;
    private final Steps steps;
    private final FileOutputStore store;
    private int faultPerMille;
    private boolean gone;
    private boolean full;

    SimulatedOutputs(Chance chance, Steps steps, Path folder) {
        this.chance = chance;
        this.steps = steps;
        store = new FileOutputStore(folder);
    }

    static byte[] contentAt(URI address) {
        return address.toString().getBytes(StandardCharsets.UTF_8);
    }

    void rate(int faults) {
        faultPerMille = faults;
    }

    /** Whether the hosts have lost every file. */
    void gone(boolean value) {
        gone = value;
    }

    /** Whether the store takes nothing. */
    void full(boolean value) {
        full = value;
    }

    @Override
    public <T> T get(Download download, Downloaded.Reading<T> reading) {
        steps.at("before fetching a file");
        if (gone || chance.fault("file not found", faultPerMille)) {
            throw DownloadFailures.notFound();
        } else if (chance.fault("file unreachable", 2 * faultPerMille)) {
            throw DownloadFailures.unreachable();
        }
        var content = chance.fault("file empty", faultPerMille) ? new byte[0] : contentAt(download.address());
        try {
            T read = reading.read(new Downloaded(new ByteArrayInputStream(content), Optional.of("image/png"),
                    OptionalLong.of(content.length)));
            steps.at("after fetching a file");
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public IncomingFile receive(InputStream content, long most) throws IOException {
        return store.receive(content, most);
    }

    @Override
    public void keep(IncomingFile file, String key, String contentType) {
        steps.at("before keeping a file");
        if (full || chance.fault("store full", 2 * faultPerMille)) {
            throw new OutputStoreException("no", new IOException("No space left on device"));
        }
        store.keep(file, key, contentType);
        steps.at("after keeping a file");
    }

    @Override
    public Optional<InputStream> open(String key, long from, long count) {
        return store.open(key, from, count);
    }

    @Override
    public Optional<URI> link(String key, String name, String contentType, Duration validFor) {
        return Optional.empty();
    }

    @Override
    public void delete(String key) {
        steps.at("before removing a file");
        if (full) {
            throw new OutputStoreException("no", new IOException("read-only"));
        }
        store.delete(key);
    }

    @Override
    public void requireWritable() {}

    /** What is under the key; empty when nothing is. */
    String read(String key) {
        try (var in = store.open(key, 0, 1000).orElse(InputStream.nullInputStream())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {}
}
