package dev.atelier.benchmark.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The packaged services, {@code <module>/target/<module>-<version>-exec.jar}, unpacked as their container images do it, so that
 * their classes can be shared between starts: a process that is killed all the time must start quickly.
 */
final class Jars {
    private static final String ROOT = "atelier.root";

    private Jars() {}

    /** @return the jar to start, in the folder; its libraries lie beside it */
    static Path unpacked(String module, Path folder) throws IOException, InterruptedException {
        var packaged = packaged(module);
        var target = folder.resolve("jars").resolve(module);
        var jar = target.resolve(packaged.getFileName());
        if (!Files.exists(jar)) {
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var unpacking = new ProcessBuilder(java, "-Djarmode=tools", "-jar", packaged.toString(), "extract",
                    "--destination", target.toString()).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (unpacking.waitFor() != 0) {
                throw new IllegalStateException(packaged + " could not be unpacked");
            }
        }
        return jar;
    }

    private static Path packaged(String module) throws IOException {
        var root = System.getProperty(ROOT);
        if (root == null) {
            throw new IllegalStateException("the system property " + ROOT + " says where the project is");
        }
        var target = Path.of(root, module, "target");
        try (var files = Files.newDirectoryStream(target, module + "-*-exec.jar")) {
            for (var it : files) {
                return it;
            }
        }
        throw new IllegalStateException("there is no %s-*-exec.jar in %s: build it with mvn package".formatted(module,
                target));
    }
}
