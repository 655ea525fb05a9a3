package dev.atelier.benchmark.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The packaged catalog files of the simulated providers, with times that fit into a run of minutes. */
final class QuickCatalog {
    /** Above any packaged one, so it wins. */
    private static final int VERSION = 1_000_000;
    private static final int SLOTS = 64;

    private static final YAMLMapper YAML = new YAMLMapper();

    private QuickCatalog() {}

    /** @return the folder for {@code atelier.catalog.folder} */
    static Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (var provider : List.of("kie", "geminigen")) {
            var resource = "/catalog/" + provider + ".yaml";
            try (var in = QuickCatalog.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IOException("no " + resource + " on the classpath");
                }
                var file = (ObjectNode) YAML.readTree(in);
                file.put("version", VERSION);
                var spec = (ObjectNode) file.path("provider").path("spec");
                spec.put("uncertainFor", "PT15S");
                spec.remove("rateLimit");
                // Of a provider that is not the limit.
                spec.put("slots", SLOTS);
                // One of the two policies each, so that both are seen at work.
                ((ObjectNode) spec.path("recovery")).put("policy", provider.equals("kie") ? "FAIL" : "RESUBMIT");
                for (var model : file.path("models")) {
                    ((ObjectNode) model.path("timing")).put("usual", "PT3S")
                            .put("waiting", "PT4M")
                            .put("deadline", "PT5M");
                }
                YAML.writeValue(folder.resolve(provider + ".yaml"), file);
            }
        }
        return folder;
    }
}
