package dev.atelier.catalog;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * What one field of the standard request may hold for one model, and how it travels to the provider. The same record is read
 * from the catalog file, stored in {@code ai_models.capabilities}, and shown to frontends (without the provider's names).
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@JsonSubTypes.Type(value = FieldRule.Text.class, name = "text"),
    @JsonSubTypes.Type(value = FieldRule.Choice.class, name = "choice"),
    @JsonSubTypes.Type(value = FieldRule.WholeNumber.class, name = "integer"),
    @JsonSubTypes.Type(value = FieldRule.DecimalNumber.class, name = "number"),
    @JsonSubTypes.Type(value = FieldRule.Flag.class, name = "boolean")})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface FieldRule {
    /** The field of the standard request; extras of a model are {@code options.<name>}. */
    String name();

    /** The provider's own field. Null: nothing is sent, because the only allowed value is what the provider does anyway. */
    @Nullable
    String sentAs();

    boolean required();

    /** Sent when the request does not say. Null: nothing is sent then. */
    @Nullable
    @JsonProperty("default")
    JsonNode defaultValue();

    @Nullable
    String description();

    /** What may stand here, readable by a person. */
    String allowed();

    /** Whether the value, which is neither absent nor null, is one of those. */
    boolean accepts(JsonNode value);

    /** The value in the provider's vocabulary. Only for accepted values. */
    default JsonNode toProvider(JsonNode value) {
        return value;
    }

    default Optional<FieldProblem> problemWith(JsonNode value) {
        return accepts(value) ? Optional.empty() : Optional.of(new FieldProblem(name(), shown(value), allowed()));
    }

    /** A value as it is shown back to the caller: its JSON, shortened when long. */
    static String shown(JsonNode value) {
        var text = value.toString();
        return text.length() <= 80
                ? text
                : text.substring(0, text.offsetByCodePoints(0, 60)) + "… (" + text.codePointCount(0, text.length())
                        + " characters)";
    }

    /** Free text. Lengths count Unicode code points; blank text is refused when something must be said. */
    record Text(String name, @Nullable String sentAs, boolean required,
            @Nullable @JsonProperty("default") JsonNode defaultValue,
            @Nullable String description, int maxLength) implements FieldRule {
        public Text {
            if (maxLength < 1) {
                throw new IllegalArgumentException(name + ": maxLength is at least 1, not " + maxLength);
            }
            checked(name, defaultValue, it -> length(it) <= maxLength);
        }

        @Override
        public String allowed() {
            return "text of " + (required ? "1" : "0") + " to " + maxLength + " characters"
                    + (required ? ", not blank" : "");
        }

        @Override
        public boolean accepts(JsonNode value) {
            return value.isString() && length(value) <= maxLength && !(required && value.asString().isBlank());
        }

        private static int length(JsonNode value) {
            var text = value.asString();
            return text.codePointCount(0, text.length());
        }
    }

    /** One of a list, in the caller's vocabulary; each value knows its name at the provider. */
    record Choice(String name, @Nullable String sentAs, boolean required,
            @Nullable @JsonProperty("default") JsonNode defaultValue,
            @Nullable String description, List<Value> values) implements FieldRule {
        public Choice {
            values = List.copyOf(values);
            if (values.isEmpty()) {
                throw new IllegalArgumentException(name + ": a choice has at least one value");
            }
            var known = values.stream().map(Value::value).collect(Collectors.toSet());
            if (known.size() != values.size()) {
                throw new IllegalArgumentException(name + ": a value stands twice in " + values);
            }
            checked(name, defaultValue, it -> it.isString() && known.contains(it.asString()));
        }

        /** Our value and the provider's; in a file, a plain string stands for both. */
        public record Value(String value, String sent) {
            @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
            static Value same(String value) {
                return new Value(value, value);
            }

            @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
            public Value {}
        }

        @Override
        public String allowed() {
            return "one of " + values.stream().map(Value::value).collect(Collectors.joining(", "));
        }

        @Override
        public boolean accepts(JsonNode value) {
            return value.isString() && values.stream().anyMatch(it -> it.value().equals(value.asString()));
        }

        @Override
        public JsonNode toProvider(JsonNode value) {
            return values.stream()
                    .filter(it -> it.value().equals(value.asString()))
                    .<JsonNode>map(it -> StringNode.valueOf(it.sent()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(name + ": " + value + " is not " + allowed()));
        }
    }

    /** A whole number between two bounds, both included. {@code 2.0} and {@code "2"} are not whole numbers here. */
    record WholeNumber(String name, @Nullable String sentAs, boolean required,
            @Nullable @JsonProperty("default") JsonNode defaultValue,
            @Nullable String description, long min, long max) implements FieldRule {
        public WholeNumber {
            if (min > max) {
                throw new IllegalArgumentException(name + ": min " + min + " is above max " + max);
            }
            checked(name, defaultValue, it -> within(it, min, max));
        }

        @Override
        public String allowed() {
            return min == max ? "only " + min : "a whole number from " + min + " to " + max;
        }

        @Override
        public boolean accepts(JsonNode value) {
            return within(value, min, max);
        }

        private static boolean within(JsonNode value, long min, long max) {
            return value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= min
                    && value.longValue() <= max;
        }
    }

    /** A number between two bounds, both included. */
    record DecimalNumber(String name, @Nullable String sentAs, boolean required,
            @Nullable @JsonProperty("default") JsonNode defaultValue,
            @Nullable String description, BigDecimal min, BigDecimal max) implements FieldRule {
        public DecimalNumber {
            if (min.compareTo(max) > 0) {
                throw new IllegalArgumentException(name + ": min " + min + " is above max " + max);
            }
            checked(name, defaultValue, it -> within(it, min, max));
        }

        @Override
        public String allowed() {
            return "a number from " + min.toPlainString() + " to " + max.toPlainString();
        }

        @Override
        public boolean accepts(JsonNode value) {
            return within(value, min, max);
        }

        private static boolean within(JsonNode value, BigDecimal min, BigDecimal max) {
            return value.isNumber() && value.decimalValue().compareTo(min) >= 0
                    && value.decimalValue().compareTo(max) <= 0;
        }
    }

    /** True or false. */
    record Flag(String name, @Nullable String sentAs, boolean required,
            @Nullable @JsonProperty("default") JsonNode defaultValue,
            @Nullable String description) implements FieldRule {
        public Flag {
            checked(name, defaultValue, JsonNode::isBoolean);
        }

        @Override
        public String allowed() {
            return "true or false";
        }

        @Override
        public boolean accepts(JsonNode value) {
            return value.isBoolean();
        }
    }

    private static void checked(String name, @Nullable @JsonProperty("default") JsonNode defaultValue,
            Predicate<JsonNode> rule) {
        if (defaultValue != null && !rule.test(defaultValue)) {
            throw new IllegalArgumentException(name + ": the default " + defaultValue + " breaks its own rule");
        }
    }
}
