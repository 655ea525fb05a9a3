package dev.atelier.benchmark.speed.report;

import java.util.List;
import java.util.Locale;

/** All lines, as Markdown: read on a terminal as well as on a page. */
public final class Table {
    private static final List<String> HEAD = List.of("what", "unit", "ours: median (min-max)",
            "reference: median (min-max)", "ratio", "bar", "met");

    private Table() {}

    public static String of(List<Row> rows) {
        var text = new StringBuilder();
        line(text, HEAD);
        line(text, HEAD.stream().map(it -> "---").toList());
        rows.forEach(it -> line(text, cells(it)));
        return text.toString();
    }

    private static List<String> cells(Row row) {
        var reference = row.reference();
        return List.of(row.what(), row.unit(), spread(row.ours()),
                reference == null ? "" : row.against() + " " + spread(reference),
                row.ratio().map(it -> String.format(Locale.ROOT, "%.2f", it)).orElse(""), bar(row),
                row.isMet().map(it -> it ? "yes" : "**no**").orElse(""));
    }

    private static String bar(Row row) {
        return switch (row.bar()) {
            case Bar.AtLeastTimes(var times) -> "≥ " + times + "x";
            case Bar.AtMostTimes(var times) -> "≤ " + times + "x";
            case Bar.AtMost(var bound) -> "≤ " + number(bound) + " " + row.unit();
            case Bar.None() -> "";
        };
    }

    private static String spread(Series series) {
        return series.values().size() == 1
                ? number(series.median())
                : "%s (%s-%s)".formatted(number(series.median()), number(series.min()), number(series.max()));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 || value == Math.rint(value) ? "%,.0f" : "%.2f", value);
    }

    private static void line(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
