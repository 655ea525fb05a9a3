package dev.atelier.catalog;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every provider and model, read once from the database and kept at hand: a look-up costs no query. {@link #reload} makes it
 * see what another process has stored since. Safe for use by many threads; a reader sees one snapshot or the next.
 */
public final class Catalog {
    private final AiProviders providerRows;
    private final AiModels modelRows;
    private volatile Snapshot snapshot = new Snapshot(Map.of(), Map.of());

    Catalog(AiProviders providerRows, AiModels modelRows) {
        this.providerRows = providerRows;
        this.modelRows = modelRows;
    }

    private record Snapshot(Map<ProviderId, AiProvider> providers, Map<ModelId, AiModel> models) {}

    /** Reads the rows anew. When that fails, what was known before stays. */
    public void reload() {
        var providers = providerRows.findAll()
                .stream()
                .collect(Collectors.toUnmodifiableMap(AiProvider::id, Function.identity()));
        var models = modelRows.findAll()
                .stream()
                .collect(Collectors.toUnmodifiableMap(AiModel::id, Function.identity()));
        snapshot = new Snapshot(providers, models);
    }

    /** By provider, then in the order of their names. */
    public List<AiProvider> providers() {
        return snapshot.providers.values()
                .stream()
                .sorted(Comparator.comparing(it -> it.id().value()))
                .toList();
    }

    public Optional<AiProvider> provider(ProviderId id) {
        return Optional.ofNullable(snapshot.providers.get(id));
    }

    /** The models that take new jobs, in the order of their keys. */
    public List<AiModel> models() {
        return snapshot.models.values()
                .stream()
                .filter(Catalog::takesJobs)
                .sorted(Comparator.comparing(AiModel::key))
                .toList();
    }

    /** A model that takes new jobs. */
    public Optional<AiModel> model(ModelId id) {
        return knownModel(id).filter(Catalog::takesJobs);
    }

    private static boolean takesJobs(AiModel model) {
        return model.isEnabled() && !model.isRetired(LocalDate.now(ZoneOffset.UTC));
    }

    /** A model, disabled ones too: jobs that were accepted before are still finished. */
    public Optional<AiModel> knownModel(ModelId id) {
        return Optional.ofNullable(snapshot.models.get(id));
    }
}
