package dev.atelier.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.dataformat.yaml.YAMLMapper;

import dev.atelier.TestSchema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CatalogLoaderTest {
    private static final String ACME = """
            version: %d
            provider:
              id: acme
              name: Acme
              spec:
                callback: {delivery: NONE}
                slots: 4
                uncertainFor: PT1M
                recovery: {evidence: NONE, policy: FAIL}
            models:
              - slug: %s
                name: Brush
                category: TEXT_TO_IMAGE
                model: brush-1
                operation: paint
                timing: {usual: PT10S, waiting: PT4M, deadline: PT5M, attempts: 3}
                fields:
                  - {type: text, name: prompt, sentAs: text, required: true, maxLength: 100}
            """;

    private final TestSchema schema = TestSchema.create();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void the_packaged_files_are_loaded() {
        assertThat(schema.rows("select m.slug from ai_models m join ai_providers p on p.id = m.provider_id"
                + " where p.code = 'kie' order by 1").toString()).contains("nano-banana-2", "nano-banana-pro",
                        "seedream-v4");
        assertThat(schema.rows("select code from ai_providers order by 1").toString()).contains("geminigen", "kie",
                "openai");
    }

    @Test
    void a_file_of_the_operator_adds_a_provider() throws IOException {
        load(ACME.formatted(1, "brush"));
        assertThat(models()).isEqualTo("[{slug=brush, enabled=true, catalog_version=1}]");
    }

    @Test
    void loading_again_changes_nothing_and_ids_stay() throws IOException {
        load(ACME.formatted(1, "brush"));
        var before = schema.rows("select id, slug from ai_models order by id");
        load(ACME.formatted(1, "brush"));
        assertThat(schema.rows("select id, slug from ai_models order by id")).isEqualTo(before);
    }

    @Test
    void a_file_is_stored_again_when_its_text_has_changed_and_else_not() throws IOException {
        load(ACME.formatted(1, "brush"));
        schema.rows("update ai_models set description = 'as it was stored' returning id");
        load(ACME.formatted(1, "brush"));
        assertThat(schema.rows("select distinct description from ai_models").toString()).isEqualTo(
                "[{description=as it was stored}]");
        load("# Another text.\n" + ACME.formatted(1, "brush"));
        assertThat(schema.rows("select m.description from ai_models m where m.slug = 'brush'").toString())
                .doesNotContain("as it was stored");
    }

    @Test
    void an_older_file_does_not_undo_a_newer_one() throws IOException {
        load(ACME.formatted(2, "brush"));
        load(ACME.formatted(1, "pencil"));
        assertThat(models()).isEqualTo("[{slug=brush, enabled=true, catalog_version=2}]");
    }

    @Test
    void a_model_that_left_the_file_is_disabled_and_not_deleted() throws IOException {
        load(ACME.formatted(1, "brush"));
        load(ACME.formatted(2, "pencil"));
        assertThat(models()).isEqualTo("[{slug=brush, enabled=false, catalog_version=1},"
                + " {slug=pencil, enabled=true, catalog_version=2}]");
    }

    @Test
    void a_bad_file_never_replaces_a_good_one() throws IOException {
        load(ACME.formatted(1, "brush"));
        for (var bad : new String[]{"nonsense: [",
            ACME.formatted(2, "pencil").replace("maxLength: 100", "maxLength: 0"),
            ACME.formatted(2, "pencil").replace("maxLength: 100", "maxLength: 3, default: quite long"),
            ACME.formatted(2, "pencil").replace("sentAs", "sentTo"), ACME.formatted(2, "pencil")
                    .replace(
                            "usual: PT10S", "usual: PT10H"),
            ACME.formatted(2, "pencil").replace("TEXT_TO_IMAGE", "TEXT_TO_SMELL")}) {
            load(bad);
            assertThat(models()).isEqualTo("[{slug=brush, enabled=true, catalog_version=1}]");
        }
    }

    @Test
    void a_bad_file_is_refused_with_the_place_that_is_wrong() {
        var yaml = YAMLMapper.builder().build();
        var schema = new CatalogFileSchema(yaml);
        schema.check(yaml.readTree(ACME.formatted(1, "brush")));
        assertThatThrownBy(
                () -> schema.check(yaml.readTree(ACME.formatted(1, "brush").replace("slots: 4", "slots: 0"))))
                .hasMessageContaining("/provider/spec/slots")
                .hasMessageContaining("minimum");
        assertThatThrownBy(
                () -> schema.check(yaml.readTree(ACME.formatted(1, "brush").replace("maxLength", "longest"))))
                .hasMessageContaining("/models/0/fields/0")
                .hasMessageContaining("longest");
    }

    @Test
    void the_packaged_files_are_what_a_catalog_file_must_be() throws IOException {
        var yaml = YAMLMapper.builder().build();
        var files = new PathMatchingResourcePatternResolver().getResources("classpath*:catalog/*.yaml");
        assertThat(files).isNotEmpty().allSatisfy(it -> {
            try (var in = it.getInputStream()) {
                new CatalogFileSchema(yaml).check(yaml.readTree(in));
            }
        });
    }

    @Test
    void a_model_is_added_and_switched_off_by_editing_the_file() throws IOException {
        Files.writeString(folder.resolve("acme.yaml"), ACME.formatted(1, "brush"));
        var loader = schema.catalogLoader(new CatalogProperties(folder, Duration.ofSeconds(30)));
        loader.load();
        assertThat(loader.loadIfChanged()).isFalse();
        Files.writeString(folder.resolve("acme.yaml"), ACME.formatted(2, "pencil"));
        Files.setLastModifiedTime(folder.resolve("acme.yaml"), FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(loader.loadIfChanged()).isTrue();
        assertThat(models()).contains("slug=brush, enabled=false").contains("slug=pencil, enabled=true");
    }

    private void load(String yaml) throws IOException {
        Files.writeString(folder.resolve("acme.yaml"), yaml);
        schema.loadCatalog(new CatalogProperties(folder, Duration.ofSeconds(30)));
    }

    private String models() {
        return schema.rows("select m.slug, m.enabled, m.catalog_version from ai_models m join ai_providers p"
                + " on p.id = m.provider_id where p.code = 'acme' order by 1").toString();
    }
}
