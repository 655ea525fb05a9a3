package dev.atelier.catalog;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.StringNode;

/**
 * What one field of the standard request may hold for one model, and how it travels to the provider. The same record is read
 * from the catalog file, stored in {@code ai_models.capabilities}, and shown to frontends (without the provider's names).
 * Whether a value is allowed is decided by the JSON Schema that {@link ModelSchema} makes of it, and by nothing else.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@JsonSubTypes.Type(value = FieldRule.Text.class, name = "text"),
    @JsonSubTypes.Type(value = FieldRule.Choice.class, name = "choice"),
    @JsonSubTypes.Type(value = FieldRule.WholeNumber.class, name = "integer"),
    @JsonSubTypes.Type(value = FieldRule.DecimalNumber.class, name = "number"),
    @JsonSubTypes.Type(value = FieldRule.Flag.class, name = "boolean"),
    @JsonSubTypes.Type(value = FieldRule.Files.class, name = "files")})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface FieldRule {
    /** What every rule has. */
    @JsonUnwrapped
    Field field();

    /** What may stand here, readable by a person. */
    String allowed();

    /** The value in the provider's vocabulary. Only for accepted values. */
    default JsonNode toProvider(JsonNode value) {
        return value;
    }

    /** The field of the standard request; extras of a model are {@code options.<name>}. */
    default String name() {
        return field().name();
    }

    default boolean required() {
        return field().required();
    }

    /** Sent when the request does not say. Null: nothing is sent then. */
    default @Nullable JsonNode defaultValue() {
        return field().defaultValue();
    }

    /** What leaves for the provider when this value is sent, by the places in its body. Empty: nothing does. */
    default Map<String, JsonNode> sent(JsonNode value) {
        var sent = new LinkedHashMap<String, JsonNode>();
        if (field().sentAs() != null) {
            sent.put(field().sentAs(), toProvider(value));
        }
        sent.putAll(field().with());
        return sent;
    }

    default FieldProblem problem(JsonNode value) {
        return new FieldProblem(name(), shown(value), allowed());
    }

    /** A value as it is shown back to the caller: its JSON, shortened when long. */
    static String shown(JsonNode value) {
        var text = value.toString();
        return text.length() <= 80
                ? text
                : text.substring(0, text.offsetByCodePoints(0, 60)) + "… (" + text.codePointCount(0, text.length())
                        + " characters)";
    }

    /**
     * What every rule has.
     *
     * @param name         in the standard request: {@code prompt}, {@code options.outputFormat}
     * @param sentAs       where it stands in the provider's body, steps apart by dots ({@code input.aspect_ratio}); a number is a
     *                     place in an array. Null: nothing is sent, because the only allowed value is what the provider does anyway,
     *                     or a {@link Combination} tells what is sent
     * @param defaultValue sent when the request does not say
     * @param with         what goes along whenever the field is sent, by its place in the provider's body
     * @param form         hints for whoever draws a form; null for those that follow from name and type
     */
    record Field(String name, @Nullable String sentAs, boolean required,
            @JsonProperty("default") @Nullable JsonNode defaultValue, @Nullable String description,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, JsonNode> with, @Nullable FormHint form) {
        public Field {
            // What is absent in a file or a row is read as a JSON null.
            defaultValue = defaultValue == null || defaultValue.isNull() ? null : defaultValue;
            with = with == null ? Map.of() : java.util.Collections.unmodifiableMap(new LinkedHashMap<>(with));
        }

        public Field(String name, @Nullable String sentAs, boolean required, @Nullable JsonNode defaultValue) {
            this(name, sentAs, required, defaultValue, null, Map.of(), null);
        }
    }

    /**
     * Hints for whoever draws a form.
     *
     * @param group  {@code main} or {@code advanced}
     * @param widget {@code textarea}, {@code text}, {@code select}, {@code number}, {@code slider}, {@code checkbox}, {@code file}
     * @param unit   of a number: {@code s}, {@code px}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FormHint(@Nullable String title, @Nullable String group, @Nullable String widget, @Nullable String unit) {}

    /**
     * Free text. Lengths count Unicode code points; blank text is refused when something must be said.
     *
     * @param pattern ECMA-262, found anywhere in the text unless anchored; null for any text
     */
    record Text(@JsonUnwrapped Field field, int maxLength, @Nullable String pattern) implements FieldRule {
        public Text {
            if (maxLength < 1) {
                throw new IllegalArgumentException(field.name() + ": maxLength is at least 1, not " + maxLength);
            }
        }

        @Override
        public String allowed() {
            return "text of " + (required() ? "1" : "0") + " to " + maxLength + " characters"
                    + (required() ? ", not blank" : "") + (pattern == null ? "" : ", like " + pattern);
        }
    }

    /** One of a list, in the caller's vocabulary; each value knows its name at the provider. */
    record Choice(@JsonUnwrapped Field field, List<Value> values) implements FieldRule {
        public Choice {
            values = List.copyOf(values);
            if (values.isEmpty()) {
                throw new IllegalArgumentException(field.name() + ": a choice has at least one value");
            }
            if (values.stream().map(Value::value).distinct().count() != values.size()) {
                throw new IllegalArgumentException(field.name() + ": a value stands twice in " + values);
            }
        }

        /** Our value and the provider's, which may be any JSON; in a file, a plain string stands for both. */
        public record Value(String value, JsonNode sent) {
            @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
            static Value same(String value) {
                return new Value(value, StringNode.valueOf(value));
            }

            @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
            public Value {}
        }

        @Override
        public String allowed() {
            return "one of " + values.stream().map(Value::value).collect(Collectors.joining(", "));
        }

        @Override
        public JsonNode toProvider(JsonNode value) {
            return values.stream()
                    .filter(it -> it.value().equals(value.asString()))
                    .map(Value::sent)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(name() + ": " + value + " is not " + allowed()));
        }
    }

    /**
     * A whole number between two bounds, both included. {@code 2.0} is one, as JSON Schema has it, and is sent as 2; {@code "2"} is
     * none.
     *
     * @param values the only ones within the bounds that are allowed; null for all
     * @param format for a provider that wants text: {@code {}s} makes {@code "8s"} of 8; null for the number itself
     * @param times  how many of the provider's units are one of ours: 1000, where seconds are sent as milliseconds. Null for one
     */
    record WholeNumber(@JsonUnwrapped Field field, long min, long max, @Nullable List<Long> values,
            @Nullable String format, @Nullable Long times) implements FieldRule {
        public WholeNumber(Field field, long min, long max, @Nullable List<Long> values, @Nullable String format) {
            this(field, min, max, values, format, null);
        }

        public WholeNumber {
            values = values == null ? null : List.copyOf(values);
            if (min > max) {
                throw new IllegalArgumentException(field.name() + ": min " + min + " is above max " + max);
            }
            if (values != null && values.stream().anyMatch(it -> it < min || it > max)) {
                throw new IllegalArgumentException(
                        field.name() + ": of " + values + " one is not within " + min + " and "
                                + max);
            }
            if (format != null && !format.contains("{}")) {
                throw new IllegalArgumentException(field.name() + ": a format holds {}, not '" + format + "'");
            }
            if (times != null && times < 1) {
                throw new IllegalArgumentException(field.name() + ": times is 1 or more, not " + times);
            }
        }

        @Override
        public String allowed() {
            if (values != null) {
                return "one of " + values.stream().map(String::valueOf).collect(Collectors.joining(", "));
            }
            return min == max ? "only " + min : "a whole number from " + min + " to " + max;
        }

        @Override
        public JsonNode toProvider(JsonNode value) {
            var sent = times == null ? value.longValue() : Math.multiplyExact(value.longValue(), times);
            if (format != null) {
                return StringNode.valueOf(format.replace("{}", Long.toString(sent)));
            }
            return times == null && value.isIntegralNumber() ? value : LongNode.valueOf(sent);
        }
    }

    /** A number between two bounds, both included. */
    record DecimalNumber(@JsonUnwrapped Field field, BigDecimal min, BigDecimal max) implements FieldRule {
        public DecimalNumber {
            if (min.compareTo(max) > 0) {
                throw new IllegalArgumentException(field.name() + ": min " + min + " is above max " + max);
            }
        }

        @Override
        public String allowed() {
            return "a number from " + min.toPlainString() + " to " + max.toPlainString();
        }
    }

    /** True or false. */
    record Flag(@JsonUnwrapped Field field) implements FieldRule {
        @Override
        public String allowed() {
            return "true or false";
        }
    }

    /**
     * Files that go in: each an address ({@code https://…}), a data URL, or the id of an uploaded input. What the provider is handed
     * is made of them when the job is submitted ({@link SentFiles}).
     *
     * @param one    in the standard request it is one text, not a list of them
     * @param min    how few
     * @param max    how many
     * @param types  content types that the provider takes
     * @param handed how the provider wants them
     */
    record Files(@JsonUnwrapped Field field, boolean one, int min, int max, List<String> types,
            Handing handed) implements FieldRule {
        public Files {
            types = List.copyOf(types);
            if (min < 0 || min > max || max < 1 || max > 100 || one && max != 1) {
                throw new IllegalArgumentException(field.name() + ": min and max are " + min + " and " + max);
            }
            if (types.isEmpty()) {
                throw new IllegalArgumentException(field.name() + ": there is no content type in types");
            }
            if (field.sentAs() == null && handed.places().size() < max) {
                throw new IllegalArgumentException(field.name() + ": it needs sentAs, or places for all " + max);
            }
        }

        @Override
        public String allowed() {
            var each = "an http(s) address, a data URL or the id of an input, of " + String.join(", ", types);
            return one ? each : (min == max ? min : min + " to " + max) + " of: " + each;
        }

        /** Nothing by itself: see {@link SentFiles}. */
        @Override
        public Map<String, JsonNode> sent(JsonNode value) {
            return field.with();
        }
    }

    /**
     * How a provider is handed files.
     *
     * @param as     in which form
     * @param item   wraps each file: JSON in which {@code "$value"} stands for it, and {@code "$type"} for its content type;
     *               null for the file itself
     * @param single {@code sentAs} holds the one file, not a list
     * @param places where the first, the second, … go, for providers with a field for each; empty for a list at {@code sentAs}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Handing(As as, @Nullable JsonNode item, boolean single,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> places) {
        public Handing {
            places = places == null ? List.of() : List.copyOf(places);
        }

        /** The forms of a file. */
        public enum As {
            /** An address that the provider fetches. */
            URL,
            /** {@code data:image/png;base64,…} */
            DATA_URL,
            /** Base64 alone. */
            BASE64,
            /** A part of a multipart form. */
            PART
        }
    }
}
