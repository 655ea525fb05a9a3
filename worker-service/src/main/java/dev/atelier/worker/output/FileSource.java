package dev.atelier.worker.output;

import dev.atelier.net.Download;
import dev.atelier.net.Downloaded;

/** Where files are fetched from: the internet, by {@link dev.atelier.net.Downloads}, which says what is thrown. */
public interface FileSource {
    <T> T get(Download download, Downloaded.Reading<T> reading);
}
