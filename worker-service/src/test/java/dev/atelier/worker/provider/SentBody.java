package dev.atelier.worker.provider;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/** What an adapter sent, held beside what it was given to send. */
sealed interface SentBody {
    /** What stands under this name goes into the address: {@code $url.voice_id}. */
    String IN_ADDRESS = "$url";

    /** The request's first line, for what goes into the address. */
    String line();

    void assertBody(ObjectNode body);

    default void assertHolds(ObjectNode given) {
        var body = given.deepCopy();
        if (body.remove(IN_ADDRESS) instanceof ObjectNode inAddress) {
            var address = URLDecoder.decode(line(), StandardCharsets.UTF_8);
            inAddress.forEach(it -> assertThat(address).contains(it.asString()));
        }
        assertBody(body);
    }

    static SentBody of(ScriptedProvider.Request request) {
        var type = request.header("content-type").orElse("");
        return type.startsWith("multipart/form-data")
                ? new Form(request.line(), request.body(), type.replaceAll(".*boundary=", ""))
                : new Json(request.line(), request.text());
    }

    record Json(String line, String text) implements SentBody {
        @Override
        public void assertBody(ObjectNode body) {
            assertThat(JsonMapper.shared().readTree(text)).isEqualTo(JsonMapper.shared().readTree(body.toString()));
        }
    }

    /** Latin-1, a byte a character. */
    record Form(String line, String text, String boundary) implements SentBody {
        private static final Pattern NAME = Pattern.compile("; name=\"([^\"]*)\"");

        @Override
        public void assertBody(ObjectNode body) {
            var given = new ArrayList<String>();
            body.forEachEntry((name, value) -> add(given, name, value));
            assertThat(parts()).containsExactlyInAnyOrderElementsOf(given);
        }

        private static void add(List<String> parts, String name, JsonNode value) {
            if (value.isArray()) {
                value.forEach(it -> add(parts, name, it));
            } else if (value instanceof BinaryNode file) {
                parts.add(name + "=" + new String(file.binaryValue(), StandardCharsets.ISO_8859_1));
            } else {
                var text = value.isString() ? value.stringValue() : value.toString();
                parts.add(name + "=" + new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
            }
        }

        private List<String> parts() {
            var parts = new ArrayList<String>();
            for (var part : text.split(Pattern.quote("--" + boundary))) {
                int end = part.indexOf("\r\n\r\n");
                var name = NAME.matcher(part);
                if (end > 0 && name.find()) {
                    parts.add(name.group(1) + "=" + part.substring(end + 4, part.length() - 2));
                }
            }
            return parts;
        }
    }
}
