package dev.atelier.worker.provider;

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
}
