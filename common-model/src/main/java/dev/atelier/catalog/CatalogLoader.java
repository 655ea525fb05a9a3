package dev.atelier.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.ClassUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Brings the catalog files into the database, one transaction a file. A file that cannot be read or breaks a rule is reported
 * and changes nothing: what was stored of that provider before stays in use. One that is stored already, by code that would make the
 * same of it, is not read again: half of a start went into that. Nor is one of which a newer version is stored, as where an operator
 * has a file in the place of a packaged one.
 */
public final class CatalogLoader {
    private static final Logger log = LoggerFactory.getLogger(CatalogLoader.class);
    /** One loader at a time in the whole installation; the number is arbitrary and ours. */
    private static final long ADVISORY_LOCK = 0x41_54_45_4c_01L;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final CatalogProperties properties;
    private final ObjectMapper yaml = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
    private final ObjectMapper json = JsonMapper.shared();
    private final byte[] code = code();
    /** Made for the first file that has to be judged: mostly there is none. */
    private @Nullable CatalogFileSchema schema;
    private Map<Path, FileTime> loaded = Map.of();

    public CatalogLoader(JdbcClient jdbc, TransactionTemplate transactions, CatalogProperties properties) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.properties = properties;
    }

    /** Loads the packaged files, then those of the operator's folder. */
    public synchronized void load() {
        loaded = operatorsFiles();
        int stored = 0;
        var outdated = new ArrayList<String>();
        for (var resource : resources()) {
            try {
                var content = resource.getContentAsByteArray();
                var digest = sha256(List.of(code, content));
                if (isStored(digest)) {
                    stored++;
                } else if (isOutdated(content)) {
                    outdated.add(resource instanceof FileSystemResource file
                            ? file.getPath()
                            : "the packaged " + resource.getFilename());
                } else {
                    store(read(content), digest);
                }
            } catch (JacksonException | IllegalArgumentException | IOException e) {
                log.error("catalog file {} is refused, what was stored before stays in use: {}",
                        resource.getDescription(), e.getMessage());
            }
        }
        if (stored > 0) {
            log.info("{} catalog files are stored as they are", stored);
        }
        if (!outdated.isEmpty()) {
            log.info("a newer version is stored, and stays in use, than that of {}", String.join(", ", outdated));
        }
    }

    /**
     * Loads everything again when a file of the operator's folder has come, gone or changed since the last time: a model is added,
     * priced or switched off by editing a file. A file that went away takes nothing with it.
     *
     * @return whether it did
     */
    public synchronized boolean loadIfChanged() {
        if (operatorsFiles().equals(loaded)) {
            return false;
        }
        load();
        return true;
    }

    private Map<Path, FileTime> operatorsFiles() {
        var folder = properties.folder();
        if (folder == null) {
            return Map.of();
        }
        try (var files = Files.list(folder)) {
            var times = new TreeMap<Path, FileTime>();
            for (var file : files.filter(it -> it.toString().endsWith(".yaml")).toList()) {
                times.put(file, Files.getLastModifiedTime(file));
            }
            return times;
        } catch (IOException e) {
            throw new UncheckedIOException("the catalog folder " + folder + " cannot be read", e);
        }
    }

    private CatalogFile read(byte[] content) {
        var tree = yaml.readTree(content);
        if (schema == null) {
            schema = new CatalogFileSchema(yaml);
        }
        schema.check(tree);
        var file = yaml.treeToValue(tree, CatalogFile.class);
        file.models().forEach(it -> it.check(file.provider().id()));
        return file;
    }

    private boolean isStored(byte[] digest) {
        return jdbc.sql("select exists (select from ai_providers where digest = :digest)")
                .param("digest", digest)
                .query(Boolean.class)
                .single();
    }

    /** Reads no further than to the names of the provider and the version, which stand first in a file. */
    private boolean isOutdated(byte[] content) {
        @Nullable
        String provider = null;
        int version = 0;
        try (var parser = yaml.createParser(content)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while ((provider == null || version == 0) && parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "version" -> version = parser.getValueAsInt(0);
                    case "provider" -> provider = parser.<JsonNode>readValueAsTree().path("id").asString("");
                    default -> parser.skipChildren();
                }
            }
        }
        return provider != null && version > 0 && jdbc.sql("""
                select exists (select from ai_providers where code = :provider and catalog_version > :version)""")
                .param("provider", provider)
                .param("version", version)
                .query(Boolean.class)
                .single();
    }

    /** What makes rows of a file: the classes beside this one, and the schema that they judge by. */
    private static byte[] code() {
        var parts = new ArrayList<byte[]>();
        try {
            var own = new PathMatchingResourcePatternResolver(CatalogLoader.class.getClassLoader())
                    .getResources("classpath*:" + ClassUtils.classPackageAsResourcePath(CatalogLoader.class) + "/*.*");
            Arrays.sort(own, Comparator.comparing(Resource::getFilename, Comparator.nullsLast(String::compareTo)));
            for (var it : own) {
                parts.add(it.getContentAsByteArray());
            }
            parts.add(new ClassPathResource(CatalogFileSchema.RESOURCE).getContentAsByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("the classes of the catalog cannot be read", e);
        }
        return sha256(parts);
    }

    private static byte[] sha256(List<byte[]> parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            parts.forEach(digest::update);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void store(CatalogFile file, byte[] digest) {
        transactions.executeWithoutResult(status -> {
            jdbc.sql("select pg_advisory_xact_lock(:lock)").param("lock", ADVISORY_LOCK).query((row, n) -> n).list();
            // Not when somebody has stored a newer one at this very moment.
            if (storeProvider(file, digest)) {
                file.models().forEach(it -> storeModel(file, it));
                var models = disableOthers(file);
                log.info("catalog of {}: version {}, {} models{}", file.provider().id(), file.version(),
                        file.models().size(), models == 0 ? "" : ", " + models + " disabled");
            }
        });
    }

    private boolean storeProvider(CatalogFile file, byte[] digest) {
        return jdbc.sql("""
                insert into ai_providers (id, code, name, settings, catalog_version, digest)
                values (:id, :code, :name, cast(:settings as jsonb), :version, :digest)
                on conflict (id) do update
                   set name = excluded.name, settings = excluded.settings, catalog_version = excluded.catalog_version,
                       digest = excluded.digest, updated_at = now()
                 where ai_providers.catalog_version <= excluded.catalog_version""")
                .param("id", file.provider().id().rowId())
                .param("code", file.provider().id().value())
                .param("name", file.provider().name())
                .param("settings", json.writeValueAsString(file.provider().spec()))
                .param("version", file.version())
                .param("digest", digest)
                .update() == 1;
    }

    private void storeModel(CatalogFile file, CatalogFile.Model model) {
        jdbc.sql(
                """
                        insert into ai_models (id, provider_id, slug, name, category, provider_model, operation, mode,
                                               capabilities, timing, price, description, retires_on, enabled, catalog_version)
                        values (:id, :provider, :slug, :name, cast(:category as category), :model, :operation, :mode,
                                cast(:capabilities as jsonb), cast(:timing as jsonb), cast(:price as jsonb), :description,
                                :retires, :enabled, :version)
                        on conflict (id) do update
                           set name = excluded.name, category = excluded.category, provider_model = excluded.provider_model,
                               operation = excluded.operation, mode = excluded.mode, capabilities = excluded.capabilities,
                               timing = excluded.timing, price = excluded.price, description = excluded.description,
                               retires_on = excluded.retires_on, enabled = excluded.enabled, catalog_version = excluded.catalog_version, updated_at = now()""")
                .param("id", ModelId.of(file.provider().id(), model.slug()).value())
                .param("provider", file.provider().id().rowId())
                .param("slug", model.slug())
                .param("name", model.name())
                .param("category", model.category().name())
                .param("model", model.model())
                .param("operation", model.operation())
                .param("capabilities", json.writeValueAsString(model.capabilities()))
                .param("mode", model.modeOrUsual().name())
                .param("price", model.price() == null ? null : json.writeValueAsString(model.price()))
                .param("description", model.description())
                .param("retires", model.retires())
                .param("timing", json.writeValueAsString(model.timing()))
                .param("enabled", model.isEnabled())
                .param("version", file.version())
                .update();
    }

    /** A model that left the file is disabled, not deleted: jobs point at it. */
    private int disableOthers(CatalogFile file) {
        return jdbc.sql("""
                update ai_models set enabled = false, updated_at = now()
                 where provider_id = :provider and enabled and slug not in (:slugs)""")
                .param("provider", file.provider().id().rowId())
                .param("slugs", file.models().stream().map(CatalogFile.Model::slug).toList())
                .update();
    }

    private List<Resource> resources() {
        var found = new ArrayList<Resource>();
        try {
            var packaged = new PathMatchingResourcePatternResolver().getResources("classpath*:catalog/*.yaml");
            Arrays.sort(packaged, Comparator.comparing(Resource::getFilename, Comparator.nullsLast(String::compareTo)));
            found.addAll(List.of(packaged));
            loaded.keySet().forEach(it -> found.add(new FileSystemResource(it)));
        } catch (IOException e) {
            throw new UncheckedIOException("the catalog files cannot be listed", e);
        }
        return found;
    }
}
