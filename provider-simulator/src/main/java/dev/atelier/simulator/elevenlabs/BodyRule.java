package dev.atelier.simulator.elevenlabs;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a field of a JSON body may hold. */
sealed interface BodyRule {

    List<BodyProblem> problems(String field, JsonNode value);

    static BodyRule text(int max) {
        return new Text(max);
    }

    static BodyRule oneOf(String... values) {
        return new Choice(List.of(values));
    }

    static BodyRule whole(long min, long max) {
        return new Whole(min, max, List.of());
    }

    static BodyRule wholeOf(Long... values) {
        return new Whole(Long.MIN_VALUE, Long.MAX_VALUE, List.of(values));
    }

    static BodyRule number(String min, String max) {
        return new Decimal(new BigDecimal(min), new BigDecimal(max));
    }

    /** Characters are code points. */
    record Text(int max) implements BodyRule {
        @Override
        public List<BodyProblem> problems(String field, JsonNode value) {
            if (!value.isString()) {
                return List.of(BodyProblem.wrong(field, "Input should be a valid string"));
            }
            var text = value.stringValue();
            return text.codePointCount(0, text.length()) > max
                    ? List.of(BodyProblem.wrong(field, "String should have at most " + max + " characters"))
                    : List.of();
        }
    }

    record Choice(List<String> values) implements BodyRule {
        @Override
        public List<BodyProblem> problems(String field, JsonNode value) {
            return value.isString() && values.contains(value.stringValue())
                    ? List.of()
                    : List.of(BodyProblem.wrong(field, "Input should be one of " + values));
        }
    }

    /** @param values the only ones; empty for all between the bounds */
    record Whole(long min, long max, List<Long> values) implements BodyRule {
        @Override
        public List<BodyProblem> problems(String field, JsonNode value) {
            var fits = value.isIntegralNumber() && value.longValue() >= min && value.longValue() <= max
                    && (values.isEmpty() || values.contains(value.longValue()));
            return fits
                    ? List.of()
                    : List.of(BodyProblem.wrong(field, "Input should be a whole number "
                            + (values.isEmpty() ? "from " + min + " to " + max : "of " + values)));
        }
    }

    record Decimal(BigDecimal min, BigDecimal max) implements BodyRule {
        @Override
        public List<BodyProblem> problems(String field, JsonNode value) {
            return value.isNumber() && value.decimalValue().compareTo(min) >= 0
                    && value.decimalValue().compareTo(max) <= 0
                            ? List.of()
                            : List.of(BodyProblem.wrong(field, "Input should be a number from " + min + " to " + max));
        }
    }

    record Flag() implements BodyRule {
        @Override
        public List<BodyProblem> problems(String field, JsonNode value) {
            return value.isBoolean()
                    ? List.of()
                    : List.of(BodyProblem.wrong(field, "Input should be a valid boolean"));
        }
    }

    /** An object with these fields and no others. */
    record Fields(Map<String, BodyRule> rules, Set<String> required) implements BodyRule {
        public Fields {
            rules = new LinkedHashMap<>(rules);
        }

        @Override
        public List<BodyProblem> problems(String field, JsonNode value) {
            if (!(value instanceof ObjectNode object)) {
                return List.of(BodyProblem.wrong(field, "Input should be a valid dictionary"));
            }
            var start = field.isEmpty() ? "" : field + ".";
            var problems = new ArrayList<BodyProblem>();
            required.stream()
                    .filter(it -> !object.hasNonNull(it))
                    .forEach(it -> problems.add(BodyProblem.missing(start + it)));
            for (var name : object.propertyNames()) {
                var rule = rules.get(name);
                if (rule == null) {
                    problems.add(BodyProblem.unknown(start + name));
                } else if (object.hasNonNull(name)) {
                    problems.addAll(rule.problems(start + name, object.get(name)));
                }
            }
            return problems;
        }
    }

    /** A media file that goes in: inline, or by the id of an asset or of an earlier generation; never by an address. */
    record Reference() implements BodyRule {
        private static final List<String> TYPES = List.of("image/jpeg", "image/png", "image/webp", "image/heic",
                "image/heif");
        private static final int MAX_BYTES = 25 * 1024 * 1024;
        private static final BodyRule INLINE = new Fields(Map.of("type", oneOf("inline_base64"), "content_base64",
                text(34_952_536), "mime_type", new Choice(TYPES)), Set.of("content_base64", "mime_type"));
        private static final BodyRule ASSET = new Fields(Map.of("type", oneOf("asset"), "asset_id", text(100)),
                Set.of("asset_id"));
        private static final BodyRule GENERATION = new Fields(
                Map.of("type", oneOf("generation"), "generation_id", text(100)), Set.of("generation_id"));

        @Override
        public List<BodyProblem> problems(String field, JsonNode value) {
            return switch (value.path("type").asString("")) {
                case "inline_base64" -> {
                    var problems = new ArrayList<>(INLINE.problems(field, value));
                    if (problems.isEmpty() && !isFile(value.path("content_base64").asString(""))) {
                        problems.add(BodyProblem.wrong(field + ".content_base64",
                                "Input should be a file of at most 25 MB in Base64"));
                    }
                    yield problems;
                }
                case "asset" -> ASSET.problems(field, value);
                case "generation" -> GENERATION.problems(field, value);
                default -> List.of(BodyProblem.wrong(field + ".type",
                        "Input should be one of [inline_base64, asset, generation]"));
            };
        }

        private static boolean isFile(String base64) {
            try {
                var length = Base64.getDecoder().decode(base64).length;
                return length > 0 && length <= MAX_BYTES;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }

    record References(int most) implements BodyRule {
        private static final BodyRule EACH = new Reference();

        @Override
        public List<BodyProblem> problems(String field, JsonNode value) {
            if (!value.isArray() || value.size() > most) {
                return List.of(BodyProblem.wrong(field, "Input should be a list of at most " + most + " items"));
            }
            var problems = new ArrayList<BodyProblem>();
            for (int i = 0; i < value.size(); i++) {
                problems.addAll(EACH.problems(field + "." + i, value.get(i)));
            }
            return problems;
        }
    }

    /** Every workspace webhook, or those with these ids. */
    record Webhook() implements BodyRule {
        private static final BodyRule TARGET = new Fields(Map.of("type", oneOf("all", "ids"), "ids", new Ids()),
                Set.of("type"));

        @Override
        public List<BodyProblem> problems(String field, JsonNode value) {
            return TARGET.problems(field, value);
        }
    }

    record Ids() implements BodyRule {
        @Override
        public List<BodyProblem> problems(String field, JsonNode value) {
            return value.isArray() && value.valueStream().allMatch(JsonNode::isString)
                    ? List.of()
                    : List.of(BodyProblem.wrong(field, "Input should be a list of strings"));
        }
    }

    /** The same rules and these. */
    static Map<String, BodyRule> with(Map<String, BodyRule> rules, Object... more) {
        var all = new LinkedHashMap<>(rules);
        var it = Arrays.asList(more).iterator();
        while (it.hasNext()) {
            all.put((String) it.next(), (BodyRule) it.next());
        }
        return all;
    }
}
