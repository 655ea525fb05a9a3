package dev.atelier.catalog;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Every provider and model, read once from the database and kept at hand: a look-up costs no query. {@link #reload} makes it
 * see what another process has stored since. Safe for use by many threads; a reader sees one snapshot or the next.
 */
public final class Catalog {
    private final Supplier<CatalogRows> rows;
    private volatile Snapshot snapshot = new Snapshot(List.of(), Map.of(), List.of(), Map.of(), Map.of(), Set.of());

    /**
     * Empty until it is loaded.
     *
     * @param rows reads what there is now
     */
    public Catalog(Supplier<CatalogRows> rows) {
        this.rows = rows;
    }

    /**
     * Everything that is asked for on each request, in the form in which it is asked for.
     *
     * @param taking those of the models that take new jobs
     */
    private record Snapshot(List<AiProvider> providers, Map<ProviderId, AiProvider> providersById, List<AiModel> taking,
            Map<ModelId, AiModel> takingById, Map<ModelId, AiModel> known, Set<Category> categories) {}

    /** Reads the rows anew. When that fails, what was known before stays. */
    public void reload() {
        var today = LocalDate.now(ZoneOffset.UTC);
        var read = rows.get();
        var providers = read.providers()
                .stream()
                .sorted(Comparator.comparing(it -> it.id().value()))
                .toList();
        var known = read.models().stream().sorted(Comparator.comparing(AiModel::key)).toList();
        var taking = known.stream().filter(it -> it.isEnabled() && !it.isRetired(today)).toList();
        snapshot = new Snapshot(providers, byId(providers, AiProvider::id), taking, byId(taking, AiModel::id),
                byId(known, AiModel::id), taking.stream()
                        .map(AiModel::category)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Category.class))));
    }

    private static <K, T> Map<K, T> byId(List<T> rows, Function<T, K> id) {
        return rows.stream().collect(Collectors.toUnmodifiableMap(id, Function.identity()));
    }

    /** In the order of their ids. */
    public List<AiProvider> providers() {
        return snapshot.providers;
    }

    public Optional<AiProvider> provider(ProviderId id) {
        return Optional.ofNullable(snapshot.providersById.get(id));
    }

    /** The models that take new jobs, in the order of their keys. One that is retired while it is known leaves at the next reload. */
    public List<AiModel> models() {
        return snapshot.taking;
    }

    /** A model that takes new jobs. */
    public Optional<AiModel> model(ModelId id) {
        return Optional.ofNullable(snapshot.takingById.get(id));
    }

    /** A model, disabled and retired ones too: jobs that were accepted before are still finished. */
    public Optional<AiModel> knownModel(ModelId id) {
        return Optional.ofNullable(snapshot.known.get(id));
    }

    /** Those that some model serves. Not to be changed. */
    public Set<Category> categories() {
        return snapshot.categories;
    }
}
