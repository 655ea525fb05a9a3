package dev.atelier.worker.provider.geminigen;

import java.util.Arrays;
import java.util.Optional;

/** The endpoints that take a form and answer with the common object. */
enum GeminigenOperation {
    GENERATE_IMAGE("generate_image", "/generate_image");

    private final String catalogName;
    private final String path;

    GeminigenOperation(String catalogName, String path) {
        this.catalogName = catalogName;
        this.path = path;
    }

    static Optional<GeminigenOperation> of(String catalogName) {
        return Arrays.stream(values()).filter(it -> it.catalogName.equals(catalogName)).findFirst();
    }

    String path() {
        return path;
    }
}
