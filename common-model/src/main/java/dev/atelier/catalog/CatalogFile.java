package dev.atelier.catalog;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

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
     * @param mode      absent means {@link Mode#ASYNC}
     * @param enabled   false hides it and refuses new jobs; absent means true
     * @param retires   from this day on the provider does not have it: shown ahead, and refused then
     * @param price     absent when it is not known
     */
    record Model(String slug, String name, @Nullable String description, Category category, String model,
            String operation, @Nullable Mode mode, @Nullable Boolean enabled, @Nullable LocalDate retires,
            @Nullable Price price, Timing timing, List<FieldRule> fields, @Nullable List<Combination> tables,
            @Nullable List<CrossRule> rules, @Nullable Map<String, JsonNode> fixed) {
        @JsonCreator
        Model {
            fields = List.copyOf(fields);
        }

        Capabilities capabilities() {
            return new Capabilities(fields, tables == null ? List.of() : tables, rules == null ? List.of() : rules,
                    fixed == null ? Map.of() : fixed);
        }

        /**
         * Whether its rules go together: every default must be allowed.
         *
         * @throws IllegalArgumentException names what is wrong
         */
        void check(ProviderId provider) {
            var id = ModelId.of(provider, slug);
            var schema = new ModelSchema(id, name, capabilities());
            for (var rule : fields) {
                var byDefault = rule.defaultValue();
                if (byDefault != null && schema.problems(alone(rule, byDefault))
                        .stream()
                        .anyMatch(it -> it.field().equals(rule.name()))) {
                    throw new IllegalArgumentException(slug + ": " + rule.name() + ": the default " + byDefault
                            + " breaks its own rule");
                }
            }
        }

        private static ObjectNode alone(FieldRule rule, JsonNode value) {
            return new BodyBuilder().put(rule.name(), value).build();
        }

        boolean isEnabled() {
            return enabled == null || enabled;
        }

        Mode modeOrUsual() {
            return mode == null ? Mode.ASYNC : mode;
        }
    }
}
