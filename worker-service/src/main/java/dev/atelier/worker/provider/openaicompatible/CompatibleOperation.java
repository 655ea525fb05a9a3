package dev.atelier.worker.provider.openaicompatible;

import java.util.function.Function;

import tools.jackson.databind.node.ObjectNode;

import dev.atelier.worker.provider.MultipartForm;
import dev.atelier.worker.provider.ProviderAnswer;
import dev.atelier.worker.provider.ProviderCall;
import dev.atelier.worker.provider.ProviderHttp;
import dev.atelier.worker.provider.ProviderUpdate;

/**
 * One of the endpoints that are copied.
 *
 * @param path    after the base URL, which ends with the version
 * @param written how its body travels
 * @param read    what a success delivers
 */
record CompatibleOperation(String path, Function<ObjectNode, ProviderHttp.Content> written, Reading read) {
    /** Reads a success. */
    @FunctionalInterface
    interface Reading {
        /** @throws Unreadable when it is no such thing as was asked for */
        ProviderUpdate of(ProviderAnswer answer, ProviderCall call);
    }

    /** An answer that says success and is no such thing as was asked for. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable() {
            super(null, null, false, false);
        }
    }

    static ProviderHttp.Content form(ObjectNode body) {
        var form = new MultipartForm();
        body.forEachEntry(form::add);
        return form.content();
    }
}
