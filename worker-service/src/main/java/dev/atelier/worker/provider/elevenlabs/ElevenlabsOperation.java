package dev.atelier.worker.provider.elevenlabs;

import java.util.Arrays;
import java.util.Optional;

/** The endpoints. What stands in braces is taken from what the catalog puts into the address. */
enum ElevenlabsOperation {
    TEXT_TO_SPEECH("text-to-speech", "/v1/text-to-speech/{voice_id}", false),
    SOUND_GENERATION("sound-generation", "/v1/sound-generation", false),
    MUSIC("music", "/v1/music", false),
    FLOWS_IMAGE("flows-image", "/v1/flows/image", true),
    FLOWS_VIDEO("flows-video", "/v1/flows/video", true);

    private final String catalogName;
    private final String path;
    private final boolean flow;

    ElevenlabsOperation(String catalogName, String path, boolean flow) {
        this.catalogName = catalogName;
        this.path = path;
        this.flow = flow;
    }

    static Optional<ElevenlabsOperation> of(String catalogName) {
        return Arrays.stream(values()).filter(it -> it.catalogName.equals(catalogName)).findFirst();
    }

    String path() {
        return path;
    }

    /** It delivers later, and can be asked; the others answer with the sound. */
    boolean isFlow() {
        return flow;
    }
}
