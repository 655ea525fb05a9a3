package dev.atelier.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.Collectors;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Judges a catalog file by {@code catalog-file.schema.yaml}, which says where in the file something is wrong. */
final class CatalogFileSchema {
    static final String RESOURCE = "/catalog-file.schema.yaml";
    private static final int MOST_SHOWN = 5;

    private final Schema schema;

    CatalogFileSchema(ObjectMapper yaml) {
        try (var in = Objects.requireNonNull(CatalogFileSchema.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(yaml.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalArgumentException names the first places that are wrong, and why */
    void check(JsonNode file) {
        var problems = schema.validate(file);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.stream()
                    .limit(MOST_SHOWN)
                    .map(it -> it.getInstanceLocation() + ": " + it.getMessage())
                    .collect(Collectors.joining("; "))
                    + (problems.size() > MOST_SHOWN ? "; and " + (problems.size() - MOST_SHOWN) + " more" : ""));
        }
    }
}
