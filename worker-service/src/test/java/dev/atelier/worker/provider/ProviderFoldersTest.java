package dev.atelier.worker.provider;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

class ProviderFoldersTest {
    @Test
    void every_provider_of_the_catalog_has_an_adapter_and_the_other_way_round() throws Exception {
        var files = new PathMatchingResourcePatternResolver().getResources("classpath*:catalog/*.yaml");

        try (var context = new AnnotationConfigApplicationContext("dev.atelier.worker.provider")) {
            var adapters = new ProviderAdapters(context.getBeanProvider(ProviderAdapter.class).stream().toList());

            assertThat(adapters.providers()).extracting(it -> it + ".yaml")
                    .containsExactlyInAnyOrderElementsOf(
                            java.util.Arrays.stream(files).map(it -> String.valueOf(it.getFilename())).toList());
        }
    }

    /** An operator's file names whose API its provider copies; the example does, and so it works. */
    @Test
    void the_adapter_that_the_example_for_operators_names_can_be_made() {
        var spec = PackagedCatalog.of(Path.of("../infra/catalog/local-openai.example.yaml")).spec();

        try (var context = new AnnotationConfigApplicationContext("dev.atelier.worker.provider")) {
            var factories = context.getBeanProvider(ProviderAdapterFactory.class).stream().toList();

            assertThat(factories).extracting(ProviderAdapterFactory::name).contains(spec.adapter());
        }
    }
}
