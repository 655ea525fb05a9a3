package dev.atelier.standalone;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Properties;

/**
 * The secrets of this installation, made at the first start and kept beside the data: without them, callbacks of running jobs
 * and stored credentials would be lost with each restart.
 */
record LocalSecrets(String callbackSecret, String credentialKey, String webhookSecret) {
    private static final String FILE = "secrets.properties";

    static LocalSecrets in(Path folder) throws IOException {
        Files.createDirectories(folder);
        var file = folder.resolve(FILE);
        var kept = new Properties();
        if (Files.exists(file)) {
            try (var in = Files.newBufferedReader(file)) {
                kept.load(in);
            }
        }
        var secrets = new LocalSecrets(kept.getProperty("callback-secret", hex()),
                kept.getProperty("credential-key", base64()), kept.getProperty("webhook-secret", hex()));
        if (kept.size() < 3) {
            secrets.save(file);
        }
        return secrets;
    }

    private void save(Path file) throws IOException {
        var properties = new Properties();
        properties.setProperty("callback-secret", callbackSecret);
        properties.setProperty("credential-key", credentialKey);
        properties.setProperty("webhook-secret", webhookSecret);
        var posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        var written = posix
                ? Files.createTempFile(file.toAbsolutePath().getParent(), "secrets", ".tmp",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : Files.createTempFile(file.toAbsolutePath().getParent(), "secrets", ".tmp");
        try (var out = Files.newBufferedWriter(written)) {
            properties.store(out,
                    "Made by Atelier standalone. Delete it, and stored credentials cannot be read any more.");
        }
        Files.move(written, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static String hex() {
        return HexFormat.of().formatHex(random());
    }

    private static String base64() {
        return Base64.getEncoder().encodeToString(random());
    }

    private static byte[] random() {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    @Override
    public String toString() {
        return "LocalSecrets[***]";
    }
}
