package dev.atelier.standalone;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import javax.imageio.ImageIO;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.ProviderId;
import dev.atelier.catalog.ProviderSpec;
import dev.atelier.job.JobChanges;
import dev.atelier.job.JobId;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every model of every catalog file, from the request to its outputs, through the whole chain; and one of each provider and category
 * again without any callback.
 */
class EveryModelDeliversTest {
    private static final RunningAtelier ATELIER = RunningAtelier.withSmallPictures();
    private static final String PICTURE = picture();

    @AfterAll
    static void stop() {
        ATELIER.close();
    }

    @BeforeEach
    void reset() {
        ATELIER.reset();
    }

    @Test
    void every_model_delivers_with_callbacks_and_without() {
        var models = ATELIER.models();
        var rows = new ArrayList<>(all(models, true));
        for (var provider : ATELIER.providers()) {
            ATELIER.faults(provider, "\"delay\": \"100ms\", \"callbackLostPercent\": 100");
        }
        // One of each kind: to its check, a model is like the others of its provider and category.
        rows.addAll(all(models.stream()
                .filter(it -> it.at("/mode").asString().equals("ASYNC"))
                .collect(Collectors.toMap(it -> it.at("/provider").asString() + it.at("/category").asString(),
                        Function.identity(), (first, second) -> first, LinkedHashMap::new))
                .values(), false));
        print(rows);
        assertThat(rows).filteredOn(it -> !it.outcome().equals("COMPLETED")).isEmpty();
    }

    private record Row(String model, String provider, String category, String mode, String by, String outcome) {}

    private static List<Row> all(Collection<JsonNode> models, boolean withCallbacks) {
        var jobs = new LinkedHashMap<JsonNode, String>();
        for (var model : models) {
            jobs.put(model, submitted(model));
        }
        return jobs.entrySet().stream().map(it -> {
            var model = it.getKey();
            var by = by(model, withCallbacks);
            var job = ended(it.getValue(), by.equals("check"));
            var status = job.at("/status").asString();
            return new Row(model.at("/key").asString(), model.at("/provider").asString(),
                    model.at("/category").asString(),
                    model.at("/mode").asString(), by, status.equals("COMPLETED") && job.at("/outputs").isEmpty()
                            ? "without outputs"
                            : status.equals("COMPLETED") ? status : status + " " + job.at("/failure"));
        }).toList();
    }

    private static String by(JsonNode model, boolean withCallbacks) {
        if (model.at("/mode").asString().equals("SYNC")) {
            return "answer";
        }
        var provider = ATELIER.bean(Catalog.class)
                .provider(new ProviderId(model.at("/provider").asString()))
                .orElseThrow();
        return withCallbacks && provider.spec().callback().delivery() != ProviderSpec.Delivery.NONE ? "callback"
                : "check";
    }

    /** A model takes minutes in earnest, and so does its first check: here it is asked for at once. */
    private static JsonNode ended(String job, boolean byCheck) {
        return Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(100)).until(() -> {
            if (byCheck) {
                ATELIER.bean(JobChanges.class).dueNow(JobId.of(job));
            }
            return ATELIER.job(job);
        }, it -> !List.of("PENDING", "PROCESSING").contains(it.at("/status").asString()));
    }

    /** What must be there, as a frontend fills it in; and then what a rule between fields asks for, as it is told. */
    private static String submitted(JsonNode model) {
        var request = JsonNodeFactory.instance.objectNode().put("aiModelId", model.at("/id").asString());
        var fields = ATELIER.capabilities(model.at("/id").asString()).at("/fields");
        for (var field : fields) {
            if (field.at("/required").booleanValue() && !field.has("default")) {
                put(request, field);
            }
        }
        var category = model.at("/category").asString();
        var answer = ATELIER.submission(category, request);
        if (answer.statusCode() == 400) {
            for (var problem : JsonMapper.shared().readTree(answer.body()).at("/errors")) {
                fields.valueStream()
                        .filter(it -> it.at("/name").equals(problem.at("/field")))
                        .forEach(it -> put(request, it));
            }
            answer = ATELIER.submission(category, request);
        }
        assertThat(answer.statusCode()).as("%s %s", model.at("/key"), answer.body()).isEqualTo(202);
        return JsonMapper.shared().readTree(answer.body()).at("/jobId").asString();
    }

    private static void put(ObjectNode request, JsonNode field) {
        var name = field.at("/name").asString();
        var target = name.startsWith("options.") ? request.withObject("/options") : request;
        target.set(name.replace("options.", ""), value(field));
    }

    private static JsonNode value(JsonNode field) {
        var nodes = JsonNodeFactory.instance;
        return switch (field.at("/type").asString()) {
            case "text" -> nodes.stringNode("A lighthouse in the fog");
            case "choice" -> field.at("/allowed/0");
            case "integer" -> field.has("allowed")
                    ? nodes.numberNode(Long.parseLong(field.at("/allowed/0").asString()))
                    : field.at("/min");
            case "number" -> field.at("/min");
            case "boolean" -> nodes.booleanNode(true);
            case "file" -> nodes.stringNode(PICTURE);
            case "files" -> {
                var files = nodes.arrayNode();
                for (int i = 0; i < Math.max(1, field.at("/min").intValue()); i++) {
                    files.add(PICTURE);
                }
                yield files;
            }
            default -> throw new AssertionError("a field of another type: " + field);
        };
    }

    private static String picture() {
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(512, 512, BufferedImage.TYPE_INT_RGB), "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(out.toByteArray());
    }

    private static void print(List<Row> rows) {
        var counts = new LinkedHashMap<List<String>, int[]>();
        for (var it : rows) {
            var count = Objects.requireNonNull(counts.computeIfAbsent(List.of(it.provider(), it.category(), it.mode(),
                    it.by()), key -> new int[2]));
            count[0]++;
            count[1] += it.outcome().equals("COMPLETED") ? 1 : 0;
        }
        System.out.printf("%-20s %-16s %-6s %-9s %s%n", "provider", "category", "mode", "by", "completed of models");
        counts.forEach((key, count) -> System.out.printf("%-20s %-16s %-6s %-9s %d of %d%n", key.get(0), key.get(1),
                key.get(2), key.get(3), count[1], count[0]));
    }
}
