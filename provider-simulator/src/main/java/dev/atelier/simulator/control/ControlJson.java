package dev.atelier.simulator.control;

import java.time.Duration;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.faults.Faults;
import dev.atelier.simulator.faults.InvalidFault;

/** Reads faults strictly: a misspelt field is an error, for it would make a test pass that tests nothing. */
@Component
class ControlJson {

    private final JsonMapper mapper;

    ControlJson(JsonMapper mapper) {
        this.mapper = mapper;
    }

    JsonNode read(byte[] body) {
        JsonNode json;
        try {
            json = mapper.readTree(body);
        } catch (JacksonException e) {
            throw new InvalidControl("body", e.getOriginalMessage(), "a JSON object");
        }
        if (!json.isObject()) {
            throw new InvalidControl("body", json.toString(), "a JSON object");
        }
        return json;
    }

    /** Fields that are absent are those of {@code defaults}. */
    Faults faults(String path, JsonNode json, Faults defaults) {
        if (!json.isObject()) {
            throw new InvalidControl(path, json.toString(), "an object of faults");
        }
        ObjectNode all = mapper.valueToTree(defaults);
        for (var entry : json.properties()) {
            var known = all.get(entry.getKey());
            if (known == null) {
                throw new InvalidControl(path + entry.getKey(), entry.getValue().toString(),
                        "nothing: there is no such field, there are " + all.propertyNames());
            }
            all.set(entry.getKey(), known.isNumber()
                    ? number(path + entry.getKey(), entry.getValue())
                    : duration(path + entry.getKey(), entry.getValue()));
        }
        try {
            return mapper.treeToValue(all, Faults.class);
        } catch (JacksonException e) {
            if (e.getCause() instanceof InvalidFault invalid) {
                throw new InvalidControl(path + invalid.field(), invalid.value(), invalid.allowed());
            }
            throw e;
        }
    }

    private static JsonNode number(String field, JsonNode value) {
        if (!value.isNumber()) {
            throw new InvalidControl(field, value.toString(), "0 to 100");
        }
        return value;
    }

    private JsonNode duration(String field, JsonNode value) {
        try {
            if (value.canConvertToLong() && value.isNumber()) {
                return mapper.valueToTree(Duration.ofMillis(value.longValue()));
            }
            if (value.isString()) {
                return mapper.valueToTree(DurationStyle.detectAndParse(value.stringValue()));
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new InvalidControl(field, value.toString(), "milliseconds, or a duration such as \"PT2S\" or \"2s\"");
        }
        throw new InvalidControl(field, value.toString(), "milliseconds, or a duration such as \"PT2S\" or \"2s\"");
    }
}
