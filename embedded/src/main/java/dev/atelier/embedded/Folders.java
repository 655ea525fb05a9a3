package dev.atelier.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/** Whole folders: created private, opened for reading, removed. */
final class Folders {
    private Folders() {}

    /** Symbolic links are removed, never followed. A folder that is not there is no error. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var it : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(it);
            }
        } catch (NoSuchFileException e) {
            delete(folder);
        }
    }

    /** Everybody may enter: a server started by root runs as another user. */
    static void open(Path folder) throws IOException {
        permissions(folder, "rwxr-xr-x");
    }

    static void permissions(Path file, String permissions) throws IOException {
        var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString(permissions));
        }
    }
}
