package dev.atelier.api.input;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.api.problems.ProblemCode;
import dev.atelier.api.problems.Refusal;
import dev.atelier.catalog.FieldProblem;

/**
 * Request bodies. JSON is read strictly, since a body that two programs read differently is a field bent in silence: no key
 * twice, nothing after the end, numbers exactly as written, and only text that PostgreSQL can hold. Problems never quote the
 * body, which may hold a key.
 */
public final class Bodies {
    private static final int DEEPEST = 20;
    private static final int LONGEST_NAME = 256;
    /** No bound of its own: a body is never longer than its reader allows. */
    private static final int LONGEST_TEXT = Integer.MAX_VALUE;
    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNameLength(LONGEST_NAME)
                    .maxNumberLength(100)
                    .maxStringLength(LONGEST_TEXT)
                    .build())
            .build())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Bodies() {}

    /** The body as it came, or a refusal (413) as soon as it is longer than that. */
    public static byte[] bytes(HttpServletRequest request, int longest) throws IOException {
        long length = request.getContentLengthLong();
        if (length > longest) {
            throw tooLarge(longest);
        }
        // Where it is told, no more is asked for: 16 KB would be taken for the shortest.
        var body = request.getInputStream().readNBytes(length < 0 ? longest + 1 : (int) length);
        if (body.length > longest) {
            throw tooLarge(longest);
        }
        return body;
    }

    /** The JSON object in the body, its properties in the order they were written. */
    public static ObjectNode object(HttpServletRequest request, int longest) throws IOException {
        var body = bytes(request, longest);
        if (body.length == 0) {
            throw malformed("The body is empty; a JSON object is expected.");
        }
        var read = read(body);
        if (!(read instanceof ObjectNode object)) {
            throw malformed("The body is JSON, but not an object: "
                    + (read.isMissingNode() ? "it is blank" : "it is of type " + kind(read)) + ".");
        }
        var problems = new ArrayList<FieldProblem>();
        requireStorable("", object, problems);
        if (!problems.isEmpty()) {
            throw Refusal.of(problems);
        }
        return object;
    }

    private static JsonNode read(byte[] body) {
        try {
            return STRICT.readTree(body);
        } catch (StreamConstraintsException e) {
            throw malformed("The body is more than is read here" + at(e) + ": at most " + DEEPEST
                    + " levels deep, names of at most " + LONGEST_NAME + " characters, numbers of at most 100 digits.");
        } catch (JacksonException e) {
            throw malformed("The body is not JSON" + at(e) + (e.getOriginalMessage().startsWith("Duplicate")
                    ? ": a key stands twice in one object."
                    : e.getOriginalMessage().startsWith("Trailing") ? ": something follows the end." : "."));
        }
    }

    private static String at(JacksonException e) {
        var location = e.getLocation();
        return location == null || location.getLineNr() < 1
                ? ""
                : ", at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** JSON can say what no PostgreSQL text can: the character 0, and halves of characters. */
    private static void requireStorable(String path, JsonNode value, List<FieldProblem> problems) {
        if (value.isString() && !isStorable(value.asString())) {
            problems.add(new FieldProblem(path, "text that cannot be stored",
                    "text of whole Unicode characters, without the character U+0000"));
        } else if (value.isObject()) {
            value.properties().forEach(it -> {
                if (isStorable(it.getKey())) {
                    requireStorable(path.isEmpty() ? it.getKey() : path + "." + it.getKey(), it.getValue(), problems);
                } else {
                    problems.add(new FieldProblem(path.isEmpty() ? "a name" : path, "a name that cannot be stored",
                            "names of whole Unicode characters, without the character U+0000"));
                }
            });
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                requireStorable(path + "[" + i + "]", value.get(i), problems);
            }
        }
    }

    private static boolean isStorable(String text) {
        return text.codePoints().noneMatch(it -> it == 0 || Character.getType(it) == Character.SURROGATE);
    }

    private static String kind(JsonNode value) {
        return value.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
    }

    private static Refusal malformed(String detail) {
        return Refusal.of(ProblemCode.MALFORMED_JSON, detail);
    }

    private static Refusal tooLarge(int longest) {
        return Refusal.of(ProblemCode.BODY_TOO_LARGE, "At most " + longest + " bytes are taken here.");
    }
}
