package dev.atelier.catalog;

/**
 * One thing that is wrong with one field of a request.
 *
 * @param field   the field's path as the caller wrote it: {@code aspectRatio}, {@code options.outputFormat}
 * @param value   what stood there, as JSON, shortened when long; {@code null} as text when it was absent
 * @param allowed what may stand there, readable by a person
 */
public record FieldProblem(String field, String value, String allowed) {}
