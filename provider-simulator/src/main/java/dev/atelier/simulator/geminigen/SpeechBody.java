package dev.atelier.simulator.geminigen;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.products.Product.SoundFormat;

/** The body of {@code /text-to-speech}, the one endpoint that takes JSON, checked. */
record SpeechBody(String model, String input, Product product) {

    private static final Set<String> FIELDS = Set.of("model", "voices", "input", "speed", "output_format");
    private static final int LONGEST_INPUT = 10_000;
    private static final List<BigDecimal> SPEEDS = List.of(BigDecimal.ONE, BigDecimal.valueOf(4));

    static SpeechBody read(HttpServletRequest request, JsonMapper mapper) throws IOException {
        var type = request.getContentType();
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw new FieldRequired(List.of("input", "voices"));
        }
        try {
            if (mapper.readTree(request.getInputStream()) instanceof ObjectNode body) {
                return checked(body);
            }
        } catch (JacksonException e) {
            throw GeminigenError.invalid("the body is not JSON: " + e.getOriginalMessage());
        }
        throw GeminigenError.invalid("the body is not a JSON object");
    }

    private static SpeechBody checked(ObjectNode body) {
        for (var name : body.propertyNames()) {
            if (!FIELDS.contains(name)) {
                throw GeminigenError.invalid(name + " is not a field of this endpoint");
            }
        }
        var missing = new ArrayList<String>();
        if (body.path("input").asString("").isBlank()) {
            missing.add("input");
        }
        if (!body.path("voices").isArray() || body.path("voices").isEmpty()) {
            missing.add("voices");
        }
        if (!missing.isEmpty()) {
            throw new FieldRequired(missing);
        }
        var input = body.path("input").asString("");
        if (input.codePointCount(0, input.length()) > LONGEST_INPUT) {
            throw new GeminigenError(HttpStatus.BAD_REQUEST, "TEXT_TOO_LONG",
                    "input: at most " + LONGEST_INPUT + " characters");
        }
        body.path("voices").forEach(SpeechBody::checkVoice);
        var speed = body.path("speed").decimalValue(BigDecimal.ONE);
        if (body.has("speed") && !body.path("speed").isNumber() || speed.compareTo(SPEEDS.getFirst()) < 0
                || speed.compareTo(SPEEDS.getLast()) > 0) {
            throw GeminigenError.invalid("speed: must be a number from 1 to 4");
        }
        var format = choice(body, "output_format", "mp3", Set.of("mp3", "wav"));
        return new SpeechBody(choice(body, "model", "tts-flash", Set.of("tts-flash", "tts-pro")), input,
                new Product.Sounds(format.equals("wav") ? SoundFormat.WAV : SoundFormat.MP3, 1));
    }

    private static String choice(ObjectNode body, String field, String otherwise, Set<String> values) {
        var value = body.path(field).asString(body.has(field) ? "" : otherwise);
        if (!values.contains(value)) {
            throw GeminigenError.invalid(field + ": must be one of " + values);
        }
        return value;
    }

    /** Like {@code {"name": "Gacrux", "voice": {"id": "GM013", "name": "Gacrux"}}}. */
    private static void checkVoice(JsonNode voice) {
        var id = voice.path("voice").path("id").asString("");
        if (!id.matches("[A-Z]{2}[0-9]{3}")) {
            throw new GeminigenError(HttpStatus.BAD_REQUEST, "VOICE_NOT_FOUND",
                    "voices: there is no voice '" + id + "'");
        }
        if (voice.path("name").asString("").isBlank() || voice.path("voice").path("name").asString("").isBlank()) {
            throw GeminigenError.invalid("voices: each has a name, and a voice with a name");
        }
    }
}
