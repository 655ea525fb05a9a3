package dev.atelier.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What goes in and what comes out. The name is the API's value, the slug stands in its paths. */
public enum Category {
    TEXT_TO_IMAGE,
    IMAGE_TO_IMAGE,
    TEXT_TO_VIDEO,
    IMAGE_TO_VIDEO,
    TEXT_TO_SPEECH,
    TEXT_TO_MUSIC,
    TEXT;

    /** The name as it stands in a path: {@code text-to-image}. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads a name ({@code TEXT_TO_IMAGE}, in any case) or a slug ({@code text-to-image}). */
    public static Optional<Category> of(String text) {
        return Arrays.stream(values())
                .filter(it -> it.name().equalsIgnoreCase(text) || it.slug().equalsIgnoreCase(text))
                .findFirst();
    }
}
