package dev.atelier.catalog;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the catalog comes from.
 *
 * @param folder  a folder of {@code *.yaml} files that are read after the packaged ones and win over them; may be absent
 * @param refresh how often the folder is looked at for changed files, and the rows are read again to see what another process
 *                has stored
 */
@ConfigurationProperties("atelier.catalog")
public record CatalogProperties(@Nullable Path folder, @DefaultValue("30s") Duration refresh) {}
