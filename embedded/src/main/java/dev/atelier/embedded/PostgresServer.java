package dev.atelier.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The PostgreSQL of one folder, driven by its own {@code initdb} and {@code pg_ctl}. The server is a process of its own,
 * in a session of its own: a Ctrl-C at the console does not reach it, and a killed JVM leaves it running until the next
 * start in this folder stops it.
 */
final class PostgresServer {
    static final String SUPERUSER = "postgres";
    static final String PURPOSE = "the embedded PostgreSQL";
    private static final String DATA = "data";

    private final PostgresBinaries binaries;
    private final ServerAccount account;
    private final Path folder;
    private final Path data;
    private final Path log;
    private final Path output;
    private final Path password;

    /** @param folder holds the data, the log and nothing that is not ours */
    PostgresServer(PostgresBinaries binaries, Path folder) {
        this.binaries = binaries;
        this.account = ServerAccount.ofThisProgram();
        this.folder = folder;
        this.data = folder.resolve(DATA);
        this.log = folder.resolve("postgresql.log");
        this.output = folder.resolve("command.log");
        this.password = folder.resolve("password");
    }

    static boolean isInitialized(Path folder) {
        return Files.exists(folder.resolve(DATA));
    }

    Path folder() {
        return folder;
    }

    /** Made beside its place and then moved, so that a kill in the middle leaves no half of a database. */
    void initialize(Durability durability) throws IOException {
        account.enter(folder);
        var making = data.resolveSibling("data.new");
        Folders.delete(making);
        Files.createDirectory(making);
        Folders.permissions(making, "rwx------");
        account.own(making);
        writePassword();
        var command = new ArrayList<>(List.of("-D", making.toString(), "-U", SUPERUSER, "--pwfile", password.toString(),
                "-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8"));
        if (durability == Durability.NONE) {
            command.add("--no-sync");
        }
        if (run("initdb", command) != 0) {
            throw new EmbeddedStartException("PostgreSQL could not make its data folder %s:%n%s"
                    .formatted(making, lastLines(output)));
        }
        Files.move(making, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Loopback is open to every user of the machine, and this is a superuser's. */
    private void writePassword() throws IOException {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        Files.deleteIfExists(password);
        Files.createFile(password);
        Folders.permissions(password, "rw-------");
        Files.writeString(password, HexFormat.of().formatHex(bytes));
        account.own(password);
    }

    String password() throws IOException {
        return Files.readString(password).strip();
    }

    void start(int port, Map<String, String> settings) throws IOException {
        account.enter(folder);
        refuseOtherMajorVersion();
        stop(); // one that a killed program left behind
        Files.deleteIfExists(processIdFile()); // PostgreSQL believes it as soon as its number is anybody's again
        FreePort.require(port, PURPOSE);
        account.own(data);
        Files.writeString(data.resolve("postgresql.conf"), configuration(port, settings));
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling("postgresql.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.createFile(log);
        account.own(log);
        // Recovery after a crash may take minutes, and is not to be interrupted by impatience.
        if (run("pg_ctl",
                List.of("start", "-D", data.toString(), "-l", log.toString(), "-w", "-t", "600", "-s")) != 0) {
            throw new EmbeddedStartException("PostgreSQL did not start on port %d. The end of its log, %s:%n%s%s"
                    .formatted(port, log, lastLines(log), lastLines(output)));
        }
    }

    /** Sessions are ended, their open transactions rolled back, everything committed is on the disk. */
    void stop() throws IOException {
        if (running().isEmpty()) {
            return;
        }
        if (run("pg_ctl", List.of("stop", "-D", data.toString(), "-m", "fast", "-w", "-t", "60", "-s")) != 0
                && running().isPresent()
                && run("pg_ctl", List.of("stop", "-D", data.toString(), "-m", "immediate", "-w", "-t", "30", "-s")) != 0
                && running().isPresent()) {
            throw new IOException("PostgreSQL on %s does not stop: %s".formatted(data, lastLines(output)));
        }
    }

    /** The server that runs on this very folder. The process id of a stale file may be anybody's by now. */
    Optional<ProcessHandle> running() throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(processIdFile());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,18}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).filter(this::isOurServer);
    }

    private Path processIdFile() {
        return data.resolve("postmaster.pid");
    }

    private boolean isOurServer(ProcessHandle process) {
        return process.isAlive() && (commandLine(process).contains(data.toString())
                || process.info().command().filter(it -> Path.of(it).startsWith(binaries.home())).isPresent());
    }

    /** Linux shows it of every user's process, while {@link ProcessHandle} may not tell that of another user. */
    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException e) {
            return process.info().commandLine().orElse(""); // another system, or gone in between
        }
    }

    private void refuseOtherMajorVersion() throws IOException {
        var ours = majorVersion();
        var theirs = Files.readString(data.resolve("PG_VERSION")).strip();
        if (!ours.equals(theirs)) {
            throw new EmbeddedStartException(
                    ("%s was made by PostgreSQL %s, and this program brings PostgreSQL %s, which"
                            + " cannot read it. Move its content over with pg_dump of PostgreSQL %s and psql, or move the folder away"
                            + " to begin with an empty database.").formatted(data, theirs, ours, theirs));
        }
    }

    private String majorVersion() throws IOException {
        if (run("postgres", List.of("--version")) != 0) {
            throw new EmbeddedStartException("PostgreSQL's programs do not run on this system:%n%s"
                    .formatted(lastLines(output)));
        }
        return Files.readString(output).replaceFirst("(?s)^\\D*(\\d+).*$", "$1");
    }

    private static String configuration(int port, Map<String, String> settings) {
        var all = new TreeMap<>(settings);
        all.put("listen_addresses", "127.0.0.1");
        all.put("unix_socket_directories", "");
        all.put("port", Integer.toString(port));
        return all.entrySet()
                .stream()
                .map(it -> "%s = '%s'%n".formatted(it.getKey(), it.getValue().replace("'", "''")))
                .collect(Collectors.joining("", "# Written anew at every start.\n", ""));
    }

    private int run(String program, List<String> arguments) throws IOException {
        var command = new ArrayList<>(account.prefix());
        command.add(binaries.program(program).toString());
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .directory(folder.toFile());
        builder.environment().keySet().removeIf(it -> it.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        var process = builder.start();
        process.getOutputStream().close();
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new EmbeddedStartException("interrupted while running " + program, e);
        }
    }

    private static String lastLines(Path file) throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        var lines = Files.readAllLines(file);
        return lines.stream()
                .skip(Math.max(0, lines.size() - 20))
                .map(it -> "  " + it + System.lineSeparator())
                .collect(Collectors.joining());
    }
}
