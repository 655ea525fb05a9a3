package dev.atelier.simulator.google;

import java.util.Arrays;
import java.util.Optional;

/** A model that is stood in for, and what it is for. */
enum GoogleModel {
    FLASH_IMAGE("gemini-3.1-flash-image", Kind.PICTURES),
    PRO_IMAGE("gemini-3-pro-image", Kind.PICTURES),
    FLASH_TTS("gemini-3.8-flash-tts", Kind.SPEECH),
    FLASH("gemini-3.8-flash", Kind.WORDS),
    OMNI_1_1("gemini-omni-1.1-flash", Kind.FILMS_OF_INTERACTIONS),
    OMNI_1_2("gemini-omni-1.2-flash", Kind.FILMS_OF_INTERACTIONS),
    LYRIA("lyria-3.5", Kind.MUSIC),
    LYRIA_CLIP("lyria-3-clip-preview", Kind.MUSIC),
    VEO("veo-3.1-generate-preview", Kind.FILMS_OF_OPERATIONS);

    private final String id;
    private final Kind kind;

    GoogleModel(String id, Kind kind) {
        this.id = id;
        this.kind = kind;
    }

    /** What it makes, and through which door. */
    enum Kind {
        PICTURES,
        SPEECH,
        WORDS,
        FILMS_OF_INTERACTIONS,
        MUSIC,
        FILMS_OF_OPERATIONS
    }

    static Optional<GoogleModel> named(String id) {
        return Arrays.stream(values()).filter(it -> it.id.equals(id)).findFirst();
    }

    String id() {
        return id;
    }

    Kind kind() {
        return kind;
    }
}
