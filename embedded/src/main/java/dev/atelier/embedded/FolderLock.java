package dev.atelier.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One program per folder. The operating system drops the lock with the process, so a killed one leaves nothing to clean
 * up; the file's content, the holder's process id, is for people.
 */
final class FolderLock implements AutoCloseable {
    /** Beyond the content, so that Windows lets others read it. */
    private static final long LOCKED_BYTE = 1L << 40;
    /**
     * Asked before the file is opened: POSIX drops a process's lock when the process closes any channel of the file.
     */
    private static final Set<Path> HELD_BY_THIS_PROGRAM = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** @throws EmbeddedStartException naming the holder, when there is one */
    static FolderLock of(Path realFolder) {
        var file = realFolder.resolve("lock");
        if (!HELD_BY_THIS_PROGRAM.add(realFolder)) {
            throw new EmbeddedStartException(
                    "this program (pid %d) is using %s already".formatted(ProcessHandle.current().pid(), realFolder));
        }
        var held = false;
        try {
            var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (tryLock(channel)) {
                    channel.truncate(0);
                    channel.write(ByteBuffer.wrap(
                            Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)), 0);
                    held = true;
                    return new FolderLock(realFolder, channel);
                }
                throw new EmbeddedStartException(
                        "another Atelier (pid %s) is using %s: stop it, or choose another folder"
                                .formatted(Files.readString(file).strip(), realFolder));
            } finally {
                if (!held) {
                    channel.close();
                }
            }
        } catch (IOException e) {
            throw new EmbeddedStartException("cannot lock " + file + ": " + e, e);
        } finally {
            if (!held) {
                HELD_BY_THIS_PROGRAM.remove(realFolder);
            }
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
        return lock != null;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD_BY_THIS_PROGRAM.remove(folder);
        }
    }
}
