package dev.atelier.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

/**
 * A conversion table: what one or two of our fields become together at the provider, such as {@code 16:9} and {@code 1K} a width and
 * a height. Pairs that have no row are not to be had.
 *
 * @param of     our fields, choices without a {@code sentAs} of their own, one or two
 * @param sentAs places in the provider's body
 * @param rows   our values, then the provider's; each pair of ours at most once
 */
public record Combination(List<String> of, List<String> sentAs, List<List<JsonNode>> rows) {
    public Combination {
        of = List.copyOf(of);
        sentAs = List.copyOf(sentAs);
        rows = rows.stream().map(List::copyOf).toList();
        int columns = of.size() + sentAs.size();
        if (of.isEmpty() || of.size() > 2 || sentAs.isEmpty()) {
            throw new IllegalArgumentException("a table is of one or two fields and is sent somewhere, not " + of + " "
                    + sentAs);
        }
        for (var row : rows) {
            if (row.size() != columns) {
                throw new IllegalArgumentException("a row of the table of " + of + " has " + columns + " values, not "
                        + row);
            }
        }
        int keys = of.size();
        if (rows.stream().map(it -> it.subList(0, keys)).distinct().count() != rows.size()) {
            throw new IllegalArgumentException("the table of " + of + " has two rows for the same values");
        }
    }

    /** What is sent for these values of ours, by its place. Empty: they do not go together. */
    public Optional<Map<String, JsonNode>> sent(List<JsonNode> ours) {
        return rows.stream().filter(it -> it.subList(0, of.size()).equals(ours)).findFirst().map(row -> {
            var sent = new LinkedHashMap<String, JsonNode>();
            for (int i = 0; i < sentAs.size(); i++) {
                sent.put(sentAs.get(i), row.get(of.size() + i));
            }
            return sent;
        });
    }

    /** Which values of the second field go with each value of the first. Empty for a table of one field. */
    Map<JsonNode, List<JsonNode>> together() {
        return of.size() < 2
                ? Map.of()
                : rows.stream()
                        .collect(Collectors.groupingBy(List::getFirst, LinkedHashMap::new,
                                Collectors.mapping(it -> it.get(1), Collectors.toList())));
    }
}
