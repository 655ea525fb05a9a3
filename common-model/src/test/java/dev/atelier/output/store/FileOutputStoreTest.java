package dev.atelier.output.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FileOutputStoreTest extends OutputStoreContract {
    @Override
    OutputStore store(Path working) {
        return new FileOutputStore(working);
    }

    @Test
    void a_jobs_folder_goes_with_its_last_file() throws IOException {
        try (var store = store(folder)) {
            var key = keep(store, new byte[]{1});
            var ofJob = folder.resolve(key).getParent();
            assertThat(ofJob).isDirectory();
            store.delete(key);
            assertThat(ofJob).doesNotExist();
        }
    }

    @Test
    void a_key_leads_nowhere_else() {
        try (var store = store(folder)) {
            assertThatThrownBy(() -> store.open("../secret", 0, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.delete("")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_folder_that_cannot_be_written_to_is_said_so() throws IOException {
        var file = Files.writeString(folder.resolve("a-file"), "in the way");
        try (var store = store(file)) {
            assertThatThrownBy(store::requireWritable).isInstanceOf(OutputStoreException.class);
            assertThatThrownBy(() -> store.receive(new ByteArrayInputStream(new byte[1]), 1))
                    .isInstanceOf(OutputStoreException.class);
        }
    }

    @Test
    void what_a_killed_process_left_behind_goes_after_a_day() throws IOException {
        var incoming = Files.createDirectories(folder.resolve("incoming"));
        var old = Files.writeString(incoming.resolve("old.part"), "half of");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        var young = Files.writeString(incoming.resolve("young.part"), "somebody's");
        try (var store = store(folder)) {
            store.requireWritable();
        }
        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void it_has_no_addresses_of_its_own() {
        try (var store = store(folder)) {
            assertThat(store.link("a/b", "b.png", "image/png", Duration.ofMinutes(1))).isEmpty();
        }
    }
}
