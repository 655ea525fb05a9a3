package dev.atelier.catalog;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.StringNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * For every packaged model, some thousand requests that are right by construction, and as many with one thing wrong. The requests are
 * made from the rules of the catalog and not from the schema that judges them.
 */
class EveryModelTest {
    private static final int REQUESTS = 1_000;
    private static final String SEED = "atelier.catalog.seed";
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private record Model(CatalogFile.Model file, ModelId id, Capabilities capabilities, ModelSchema schema) {
        List<FieldProblem> problems(Map<String, JsonNode> request) {
            var body = new BodyBuilder().put("aiModelId", StringNode.valueOf(id.toString()));
            request.forEach(body::put);
            return schema.problems(body.build());
        }
    }

    @TestFactory
    Stream<DynamicTest> what_a_model_s_rules_allow_is_accepted_and_all_of_it_is_sent() throws Exception {
        return models().map(it -> DynamicTest.dynamicTest(it.file().slug(), () -> {
            var random = random(it);
            for (int n = 0; n < REQUESTS; n++) {
                var request = request(it, random);
                assertThat(it.problems(request)).as("%s", request).isEmpty();
                accountsForEverything(it, request);
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> one_thing_wrong_is_refused_with_the_field_named() throws Exception {
        return models().map(it -> DynamicTest.dynamicTest(it.file().slug(), () -> {
            var random = random(it);
            for (int n = 0; n < REQUESTS; n++) {
                var request = request(it, random);
                var field = spoil(it, request, random);
                assertThat(it.problems(request)).as("%s in %s", field, request)
                        .extracting(FieldProblem::field)
                        .contains(field);
            }
        }));
    }

    /** Law 7: each field is sent, in the caller's words or the provider's, or it is the only thing that the provider does. */
    private static void accountsForEverything(Model model, Map<String, JsonNode> request) {
        var applied = model.capabilities().apply("m", "o", new GenerationRequest(model.id(), request));
        var body = applied.body(SentFiles.Resolver.REFERENCES).toString();
        for (var field : request.keySet()) {
            var became = applied.field(field).orElseThrow(() -> new AssertionError(field + " is lost"));
            var rule = model.capabilities().rule(field).orElseThrow();
            became.sent().values().forEach(it -> assertThat(body).contains(it.toString()));
            if (rule instanceof FieldRule.Files) {
                references(became.value()).forEach(it -> assertThat(body).contains(it));
            } else if (became.sent().isEmpty()) {
                assertThat(choices(rule)).as("%s is not sent, so it must be a fixed habit", field).hasSize(1);
            }
        }
    }

    private static List<String> references(JsonNode value) {
        return value.isArray() ? value.valueStream().map(JsonNode::asString).toList() : List.of(value.asString());
    }

    private static List<?> choices(FieldRule rule) {
        return switch (rule) {
            case FieldRule.Choice it -> it.values();
            case FieldRule.WholeNumber it ->
                LongStream.rangeClosed(it.min(), Math.min(it.max(), it.min() + 1)).boxed().toList();
            case FieldRule.Text _,FieldRule.DecimalNumber _,FieldRule.Flag _,FieldRule.Files _ -> List.of();
        };
    }

    private static Map<String, JsonNode> request(Model model, SplittableRandom random) {
        for (int tries = 0; tries < 1_000; tries++) {
            var request = new LinkedHashMap<String, JsonNode>();
            for (var rule : model.capabilities().fields()) {
                boolean must = rule.required() && rule.defaultValue() == null;
                if (must || random.nextInt(3) > 0) {
                    request.put(rule.name(), value(rule, random));
                }
            }
            if (keepsTheRules(model.capabilities(), request)) {
                return request;
            }
        }
        throw new AssertionError(model.file().slug() + ": its rules leave hardly any request");
    }

    /** The rules between fields, judged by what they say and not by the schema that is made of them. */
    private static boolean keepsTheRules(Capabilities capabilities, Map<String, JsonNode> request) {
        var values = new LinkedHashMap<String, JsonNode>();
        capabilities.fields()
                .forEach(it -> Optional.ofNullable(request.getOrDefault(it.name(), it.defaultValue()))
                        .ifPresent(value -> values.put(it.name(), value)));
        boolean tables = capabilities.tables().stream().allMatch(table -> {
            var ours = table.of().stream().map(values::get).toList();
            return ours.contains(null) || table.sent(ours).isPresent();
        });
        return tables && capabilities.rules()
                .stream()
                .filter(it -> it.applies(values, request))
                .flatMap(it -> it.then().entrySet().stream())
                .allMatch(it -> within(it.getValue(), values.get(it.getKey()), request.containsKey(it.getKey())));
    }

    private static boolean within(CrossRule.Limit limit, @org.jspecify.annotations.Nullable JsonNode value,
            boolean written) {
        if (limit.isAbsent()) {
            return !written;
        }
        if (value == null) {
            return !limit.isRequired();
        }
        if (limit.isRequired() && !written) {
            return false;
        }
        var size = value.isArray() ? BigDecimal.valueOf(value.size()) : value.isNumber() ? value.decimalValue() : null;
        return (limit.values() == null || limit.values().contains(value))
                && (limit.min() == null || size == null || size.compareTo(limit.min()) >= 0)
                && (limit.max() == null || size == null || size.compareTo(limit.max()) <= 0);
    }

    private static JsonNode value(FieldRule rule, SplittableRandom random) {
        return switch (rule) {
            case FieldRule.Text it -> it.pattern() == null
                    ? StringNode.valueOf(text(random, Math.min(it.maxLength(), 1 + random.nextInt(60))))
                    : patterned(it, it.pattern());
            case FieldRule.Choice it -> StringNode.valueOf(it.values().get(random.nextInt(it.values().size())).value());
            case FieldRule.WholeNumber it -> json(it.values() == null
                    ? random.nextLong(it.min(), it.max() == Long.MAX_VALUE ? it.max() : it.max() + 1)
                    : it.values().get(random.nextInt(it.values().size())));
            case FieldRule.DecimalNumber it -> DecimalNode.valueOf(it.min()
                    .add(it.max()
                            .subtract(it.min())
                            .multiply(BigDecimal.valueOf(random.nextInt(101)).movePointLeft(2))));
            case FieldRule.Flag _ -> BooleanNode.valueOf(random.nextBoolean());
            case FieldRule.Files it -> files(it, random);
        };
    }

    /** A pattern is not turned round here: one of these fits, or the field has a default that does. */
    private static JsonNode patterned(FieldRule.Text rule, String pattern) {
        return Stream.of("en", "sample", "A lighthouse in the fog", "1.0")
                .filter(it -> it.length() <= rule.maxLength() && Pattern.compile(pattern).matcher(it).find())
                .<JsonNode>map(StringNode::valueOf)
                .findFirst()
                .or(() -> Optional.ofNullable(rule.defaultValue()))
                .orElseThrow(() -> new AssertionError(rule.name() + ": nothing here fits " + pattern));
    }

    /** As a reader of JSON has it: an int where it is one. */
    private static JsonNode json(long number) {
        return JsonMapper.shared().readTree(Long.toString(number));
    }

    private static JsonNode files(FieldRule.Files rule, SplittableRandom random) {
        if (rule.one()) {
            return StringNode.valueOf(file(rule, random));
        }
        int least = Math.max(rule.min(), rule.required() ? 1 : 0);
        var list = JsonNodeFactory.instance.arrayNode();
        IntStream.range(0, least + random.nextInt(rule.max() - least + 1)).forEach(_ -> list.add(file(rule, random)));
        return list;
    }

    private static String file(FieldRule.Files rule, SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> "https://example.com/" + random.nextInt(1000) + ".png?size=2";
            case 1 -> "data:" + rule.types().get(random.nextInt(rule.types().size())) + ";base64,AAAA";
            default -> "0197a3c4-5b6d-7e8f-9a0b-" + "%012x".formatted(random.nextInt(1 << 30));
        };
    }

    /** Letters of many alphabets, some outside of the first plane, and never blank. */
    private static String text(SplittableRandom random, int length) {
        var alphabet = List.of("a", "Z", "é", "字", "🎨", " ", "\"", "\\", "\n", "7");
        var text = new StringBuilder("x");
        for (int i = 1; i < length; i++) {
            text.append(alphabet.get(random.nextInt(alphabet.size())));
        }
        return text.toString();
    }

    /** Makes one thing wrong. */
    private static String spoil(Model model, Map<String, JsonNode> request, SplittableRandom random) {
        var ways = new ArrayList<Runnable>();
        var spoilt = new String[1];
        for (var rule : model.capabilities().fields()) {
            for (var wrong : wrong(rule)) {
                ways.add(() -> {
                    request.put(rule.name(), wrong);
                    spoilt[0] = rule.name();
                });
            }
            if (rule.required() && rule.defaultValue() == null) {
                ways.add(() -> {
                    request.remove(rule.name());
                    spoilt[0] = rule.name();
                });
            }
        }
        ways.add(() -> {
            request.put("colour", StringNode.valueOf("red"));
            spoilt[0] = "colour";
        });
        ways.get(random.nextInt(ways.size())).run();
        return spoilt[0];
    }

    private static List<JsonNode> wrong(FieldRule rule) {
        var object = JsonNodeFactory.instance.objectNode().put("a", 1);
        return switch (rule) {
            case FieldRule.Text it ->
                List.of(LongNode.valueOf(7), object, StringNode.valueOf("🎨".repeat(it.maxLength() + 1)),
                        BooleanNode.TRUE);
            case FieldRule.Choice _ ->
                List.of(StringNode.valueOf("no such value"), LongNode.valueOf(1), BooleanNode.TRUE,
                        StringNode.valueOf(""));
            case FieldRule.WholeNumber it -> List.of(StringNode.valueOf(Long.toString(it.min())), BooleanNode.TRUE,
                    DecimalNode.valueOf(BigDecimal.valueOf(it.min()).add(new BigDecimal("0.5"))),
                    DecimalNode.valueOf(BigDecimal.valueOf(it.max()).add(BigDecimal.ONE)),
                    DecimalNode.valueOf(BigDecimal.valueOf(it.min()).subtract(BigDecimal.ONE)));
            case FieldRule.DecimalNumber it -> List.of(StringNode.valueOf("0.5"), DecimalNode.valueOf(it.max()
                    .add(
                            new BigDecimal("0.001"))),
                    DecimalNode.valueOf(it.min().subtract(new BigDecimal("0.001"))));
            case FieldRule.Flag _ -> List.of(StringNode.valueOf("true"), LongNode.valueOf(1));
            case FieldRule.Files it -> {
                var tooMany = JsonNodeFactory.instance.arrayNode();
                IntStream.rangeClosed(0, it.max()).forEach(_ -> tooMany.add("https://example.com/a.png"));
                yield List.of(tooMany, LongNode.valueOf(1), it.one()
                        ? StringNode.valueOf("ftp://example.com/a.png")
                        : JsonNodeFactory.instance.arrayNode().add("file:///etc/passwd"));
            }
        };
    }

    /** A failure names the request; the seed makes the whole run come again. */
    private static SplittableRandom random(Model model) {
        return new SplittableRandom(Long.getLong(SEED, 4711) + model.id().hashCode());
    }

    private static Stream<Model> models() throws Exception {
        var files = new PathMatchingResourcePatternResolver().getResources("classpath*:catalog/*.yaml");
        var models = new ArrayList<Model>();
        for (var resource : files) {
            try (var in = resource.getInputStream()) {
                var file = YAML.readValue(in, CatalogFile.class);
                for (var it : file.models()) {
                    var id = ModelId.of(file.provider().id(), it.slug());
                    models.add(new Model(it, id, it.capabilities(), new ModelSchema(id, it.name(), it.capabilities())));
                }
            }
        }
        assertThat(models).isNotEmpty();
        return models.stream();
    }
}
