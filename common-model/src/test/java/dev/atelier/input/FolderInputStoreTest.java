package dev.atelier.input;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FolderInputStoreTest {
    private static final String KEY = "inputs/one";

    @TempDir
    private Path folder;
    private FolderInputStore store;

    @BeforeEach
    void make() {
        store = new FolderInputStore(folder.resolve("new"));
    }

    @Test
    void a_file_is_seen_under_its_key_when_it_is_kept_and_not_before() throws IOException {
        try (var file = store.receive(bytes("hello"), 5)) {
            assertThat(file.size()).isEqualTo(5);
            assertThat(file.beginning()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
            assertThat(file.sha256())
                    .isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
            assertThat(store.open(KEY, 0, 5)).isEmpty();
            store.keep(file, KEY, "text/plain");
        }
        assertThat(read(0, 5)).isEqualTo("hello");
        assertThat(new FolderInputStore(folder.resolve("new")).open(KEY, 0, 5)).isPresent();
    }

    @Test
    void a_part_of_a_file_can_be_read() throws IOException {
        keep("hello");
        assertThat(read(1, 3)).isEqualTo("ell");
        assertThat(read(4, 1)).isEqualTo("o");
    }

    @Test
    void what_is_not_kept_leaves_nothing_behind() throws IOException {
        store.receive(bytes("hello"), 5).close();
        assertThatThrownBy(() -> store.receive(bytes("hello!"), 5)).isInstanceOf(InputStore.FileTooLarge.class);
        var breaking = new SequenceInputStream(bytes("hel"), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the sender is gone");
            }
        });
        assertThatThrownBy(() -> store.receive(breaking, 5)).isInstanceOf(IOException.class);
        try (var left = Files.list(folder.resolve("new/incoming"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void the_beginning_of_a_large_file_is_at_hand() throws IOException {
        try (var file = store.receive(bytes("x".repeat(200_000)), 200_000)) {
            assertThat(file.size()).isEqualTo(200_000);
            assertThat(file.beginning()).hasSize(64);
        }
    }

    @Test
    void a_removed_file_is_gone_and_may_be_removed_again() throws IOException {
        keep("hello");
        store.delete(KEY);
        store.delete(KEY);
        assertThat(store.open(KEY, 0, 5)).isEmpty();
    }

    @Test
    void a_key_does_not_lead_out_of_the_folder() {
        assertThatThrownBy(() -> store.open("../outside", 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.delete("/etc/passwd")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.delete(".")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_disk_that_fails_is_told_from_a_sender_that_fails() throws IOException {
        Files.writeString(folder.resolve("new"), "a file where the folder should be");
        assertThatThrownBy(() -> store.receive(bytes("hello"), 5)).isInstanceOf(InputStoreException.class);
    }

    private void keep(String text) throws IOException {
        try (var file = store.receive(bytes(text), text.length())) {
            store.keep(file, KEY, "text/plain");
        }
    }

    private String read(long from, long count) throws IOException {
        try (var in = store.open(KEY, from, count).orElseThrow()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
