package dev.atelier.worker.provider.geminigen;

import java.util.Arrays;
import java.util.Optional;

import tools.jackson.databind.node.ObjectNode;

import dev.atelier.worker.provider.MultipartForm;
import dev.atelier.worker.provider.ProviderHttp;

/** The endpoints that answer with the common object. */
enum GeminigenOperation {
    GENERATE_IMAGE("generate_image", "/generate_image"),
    GPT_IMAGE_2("gpt_image_2", "/imagen/gpt-image-2"),
    GROK_IMAGE("grok_image", "/imagen/grok"),
    VEO("veo", "/video-gen/veo"),
    GROK_VIDEO("grok_video", "/video-gen/grok"),
    SEEDANCE("seedance", "/video-gen/seedance"),
    KLING("kling", "/video-gen/kling"),
    TEXT_TO_SPEECH("text_to_speech", "/text-to-speech") {
        @Override
        ProviderHttp.Content content(ObjectNode body) {
            return ProviderHttp.Content.json(body);
        }
    };

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

    /** A form, also when there is no file in it; only speech is asked for in JSON. */
    ProviderHttp.Content content(ObjectNode body) {
        var form = new MultipartForm();
        body.forEachEntry(form::add);
        return form.content();
    }
}
