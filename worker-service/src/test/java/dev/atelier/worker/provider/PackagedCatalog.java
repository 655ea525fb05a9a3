package dev.atelier.worker.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

import dev.atelier.catalog.AppliedRequest;
import dev.atelier.catalog.Capabilities;
import dev.atelier.catalog.Category;
import dev.atelier.catalog.FieldRule;
import dev.atelier.catalog.GenerationRequest;
import dev.atelier.catalog.ModelId;
import dev.atelier.catalog.ProviderId;
import dev.atelier.catalog.ProviderSpec;

/** A provider's models as its packaged catalog file has them, without a database. */
record PackagedCatalog(ProviderSpec.Delivery callbacks, List<Model> models) {
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    record Model(ProviderId provider, String slug, Category category, String name, String operation,
            Capabilities capabilities) {
        AppliedRequest apply(Map<String, JsonNode> fields) {
            return new AppliedRequest(name, operation,
                    capabilities.apply(new GenerationRequest(ModelId.of(provider, slug), fields)));
        }

        @Override
        public String toString() {
            return slug;
        }
    }

    static PackagedCatalog of(ProviderId provider) {
        try (var file = PackagedCatalog.class.getResourceAsStream("/catalog/" + provider + ".yaml")) {
            var root = YAML.readTree(file);
            return new PackagedCatalog(
                    YAML.treeToValue(root.at("/provider/spec/callback/delivery"), ProviderSpec.Delivery.class),
                    root.get("models").valueStream().map(it -> model(provider, it)).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Model model(ProviderId provider, JsonNode it) {
        List<FieldRule> rules = YAML.treeToValue(it.get("fields"), new TypeReference<>() {});
        return new Model(provider, it.get("slug").stringValue(), Category.valueOf(it.get("category").stringValue()),
                it.get("model").stringValue(), it.get("operation").stringValue(), new Capabilities(rules));
    }
}
