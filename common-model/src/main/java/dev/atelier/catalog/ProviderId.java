package dev.atelier.catalog;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A provider's short name, used in URLs, queue names, settings and metrics: {@code kie}, {@code geminigen}. */
public record ProviderId(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ProviderId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a provider's id is lower-case letters, digits and hyphens (at most 40), not '" + value + "'");
        }
    }

    /** The key of the provider's row: the same on every installation, since it is made from the name. */
    public UUID rowId() {
        return UUID.nameUUIDFromBytes(("atelier:provider:" + value).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return value;
    }
}
