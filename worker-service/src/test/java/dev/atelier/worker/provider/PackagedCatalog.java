package dev.atelier.worker.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import dev.atelier.catalog.AppliedRequest;
import dev.atelier.catalog.Capabilities;
import dev.atelier.catalog.Category;
import dev.atelier.catalog.GenerationRequest;
import dev.atelier.catalog.Mode;
import dev.atelier.catalog.ModelId;
import dev.atelier.catalog.ModelSchema;
import dev.atelier.catalog.ProviderId;
import dev.atelier.catalog.ProviderSpec;

/** A provider's models as its packaged catalog file has them, without a database. */
public record PackagedCatalog(ProviderSpec spec, List<Model> models) {
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    public record Model(ProviderId provider, String slug, Category category, String name, String operation, Mode mode,
            Capabilities capabilities, ModelSchema schema) {
        /** A request that holds what is written here and, beside it, what must be there. */
        public AppliedRequest apply(Map<String, JsonNode> fields) {
            return capabilities.apply(name, operation, new GenerationRequest(ModelId.of(provider, slug),
                    Samples.valid(this, fields)));
        }

        @Override
        public String toString() {
            return slug;
        }
    }

    public static PackagedCatalog of(ProviderId provider) {
        try (var file = PackagedCatalog.class.getResourceAsStream("/catalog/" + provider + ".yaml")) {
            var root = YAML.readTree(file);
            return new PackagedCatalog(YAML.treeToValue(root.at("/provider/spec"), ProviderSpec.class),
                    root.get("models").valueStream().map(it -> model(provider, it)).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With only some of its models. */
    public PackagedCatalog only(Predicate<Model> wanted) {
        return new PackagedCatalog(spec, models.stream().filter(wanted).toList());
    }

    public ProviderSpec.Delivery callbacks() {
        return spec.callback().delivery();
    }

    private static Model model(ProviderId provider, JsonNode it) {
        var capabilities = YAML.treeToValue(((ObjectNode) it).retain("slug", "category", "model", "operation", "mode",
                "fields", "tables", "rules", "fixed"), Capabilities.class);
        var slug = it.get("slug").stringValue();
        return new Model(provider, slug, Category.valueOf(it.get("category").stringValue()),
                it.get("model").stringValue(), it.get("operation").stringValue(),
                Optional.ofNullable(it.get("mode")).map(mode -> Mode.valueOf(mode.stringValue())).orElse(Mode.ASYNC),
                capabilities, new ModelSchema(ModelId.of(provider, slug), slug, capabilities));
    }
}
