package dev.atelier.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Who runs PostgreSQL, which refuses to be root. Root's server runs in a user namespace of its own, where it is nobody
 * and yet owns root's files; where that is forbidden, as in most containers, it runs as nobody and is given its folder.
 */
enum ServerAccount {
    SAME(""),
    NAMESPACE("unshare -U"),
    NOBODY("setpriv --reuid=65534 --regid=65534 --clear-groups");

    private static final int NOBODY_ID = 65534;

    private final String prefix;

    ServerAccount(String prefix) {
        this.prefix = prefix;
    }

    static ServerAccount ofThisProgram() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return SAME;
        }
        if (works(NAMESPACE)) {
            return NAMESPACE;
        }
        if (works(NOBODY)) {
            return NOBODY;
        }
        throw new EmbeddedStartException(
                "PostgreSQL refuses to run as root, and neither `unshare -U` nor `setpriv` works"
                        + " here: run this program as an ordinary user");
    }

    List<String> prefix() {
        return prefix.isEmpty() ? List.of() : List.of(prefix.split(" ", -1));
    }

    /** The folder's parents are the caller's: where nobody may not enter them, the server's message says so. */
    void enter(Path folder) throws IOException {
        if (this == NOBODY) {
            Folders.open(folder);
        }
    }

    /** A folder may have been made by another of these accounts: a container's one day, the machine's the next. */
    void own(Path folder) throws IOException {
        if (this == SAME) {
            return;
        }
        int owner = this == NOBODY ? NOBODY_ID : 0;
        if (owner == (int) Files.getAttribute(folder, "unix:uid")) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var it : files.toList()) {
                Files.setAttribute(it, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    private static boolean works(ServerAccount account) {
        var command = new ArrayList<>(account.prefix());
        command.addAll(List.of("id", "-u"));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return process.waitFor() == 0 && answer.strip().equals(Integer.toString(NOBODY_ID));
        } catch (IOException e) {
            return false; // no such program on this system
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedStartException("interrupted while looking for an account for PostgreSQL", e);
        }
    }
}
