package dev.atelier.output.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.atelier.job.Fence;
import dev.atelier.job.JobId;
import dev.atelier.output.OutputKeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every store does. */
abstract class OutputStoreContract {
    private static final long MOST = 1_000_000;

    @TempDir
    Path folder;

    /** @param working where files are received */
    abstract OutputStore store(Path working);

    @Test
    void what_is_kept_can_be_read_again_whole_and_in_parts() throws IOException {
        try (var store = store(folder)) {
            var bytes = bytes(300_000);
            var key = keep(store, bytes);
            assertThat(read(store, key, 0, bytes.length)).isEqualTo(bytes);
            assertThat(read(store, key, 299_990, 10)).isEqualTo(java.util.Arrays.copyOfRange(bytes, 299_990, 300_000));
            assertThat(read(store, key, 7, 1)).containsExactly(bytes[7]);
        }
    }

    @Test
    void a_file_that_comes_in_is_measured_and_hashed_before_it_has_a_name() throws IOException {
        try (var store = store(folder); var file = store.receive(stream("abc"), MOST)) {
            assertThat(file.size()).isEqualTo(3);
            assertThat(file.sha256()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
            assertThat(file.beginning()).containsExactly('a', 'b', 'c');
            assertThat(file.path()).hasContent("abc");
        }
    }

    @Test
    void a_file_that_is_not_kept_leaves_nothing() throws IOException {
        try (var store = store(folder)) {
            store.receive(stream("abc"), MOST).close();
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void a_file_that_is_too_large_is_given_up_and_leaves_nothing() {
        try (var store = store(folder)) {
            assertThatThrownBy(() -> store.receive(stream("abcd"), 3)).isInstanceOf(FileTooLarge.class);
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void a_stream_that_breaks_is_its_makers_failure_and_leaves_nothing() {
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("cut off");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return read();
            }
        };
        try (var store = store(folder)) {
            assertThatThrownBy(() -> store.receive(broken, MOST)).isInstanceOf(IOException.class)
                    .hasMessage("cut off");
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void keeping_the_same_again_changes_nothing() throws IOException {
        try (var store = store(folder)) {
            var key = keep(store, "twice".getBytes(StandardCharsets.UTF_8));
            try (var again = store.receive(stream("twice"), MOST)) {
                store.keep(again, key, "text/plain");
            }
            assertThat(read(store, key, 0, 5)).asString(StandardCharsets.UTF_8).isEqualTo("twice");
        }
    }

    @Test
    void what_is_deleted_is_not_there_and_may_be_deleted_again() throws IOException {
        try (var store = store(folder)) {
            var key = keep(store, bytes(10));
            store.delete(key);
            assertThat(store.open(key, 0, 10)).isEmpty();
            assertThatCode(() -> store.delete(key)).doesNotThrowAnyException();
        }
    }

    @Test
    void it_says_that_it_can_be_written_to() {
        try (var store = store(folder)) {
            assertThatCode(store::requireWritable).doesNotThrowAnyException();
        }
    }

    static String keep(OutputStore store, byte[] bytes) throws IOException {
        try (var file = store.receive(new ByteArrayInputStream(bytes), MOST)) {
            var key = OutputKeys.of(new Fence(JobId.create(), 1), 0, file.sha256(), "image/png");
            store.keep(file, key, "image/png");
            return key;
        }
    }

    private static byte[] read(OutputStore store, String key, long from, long count) throws IOException {
        try (var in = store.open(key, from, count).orElseThrow()) {
            return in.readAllBytes();
        }
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] bytes(int count) {
        var bytes = new byte[count];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
