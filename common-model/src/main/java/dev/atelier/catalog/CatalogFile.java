package dev.atelier.catalog;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.jspecify.annotations.Nullable;

/**
 * One provider's catalog file, as it is written.
 *
 * @param version grows with each change. A file with a lower version than the stored one changes nothing, so that during a
 *                rollout an old process does not undo a new one's catalog
 */
record CatalogFile(int version, Provider provider, List<Model> models) {
    CatalogFile {
        models = List.copyOf(models);
        if (version < 1) {
            throw new IllegalArgumentException("version is 1 or more, not " + version);
        }
        if (models.isEmpty()) {
            throw new IllegalArgumentException("there is no model in it");
        }
        var slugs = models.stream().map(Model::slug).toList();
        if (slugs.stream().distinct().count() != slugs.size()) {
            throw new IllegalArgumentException("a slug stands twice in " + slugs);
        }
    }

    record Provider(ProviderId id, String name, ProviderSpec spec) {}

    /**
     * @param slug      unique within the provider, never used again for another model: the model's id is made from it
     * @param model     the provider's own name
     * @param operation which of the provider's endpoints takes it
     * @param enabled   false hides it and refuses new jobs; absent means true
     */
    record Model(String slug, String name, Category category, String model, String operation, @Nullable Boolean enabled,
            Timing timing, List<FieldRule> fields) {
        @JsonCreator
        Model {
            fields = List.copyOf(fields);
        }

        Capabilities capabilities() {
            return new Capabilities(fields);
        }

        boolean isEnabled() {
            return enabled == null || enabled;
        }
    }
}
