package dev.atelier.worker.provider;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BinaryNode;

import dev.atelier.output.MediaTypes;

/** A {@code multipart/form-data} body of texts and files, in the order in which they are added. */
public final class MultipartForm {
    /** Random, so that no value holds it. */
    private final String boundary = "atelier-" + UUID.randomUUID();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Adds a field; an array becomes one field an element, an object its JSON, bytes a file. */
    public MultipartForm add(String name, JsonNode value) {
        if (value instanceof BinaryNode file) {
            return file(name, file.binaryValue());
        }
        if (value.isArray()) {
            value.valueStream().forEach(it -> add(name, it));
            return this;
        }
        return add(name, value.isString() ? value.stringValue() : value.toString());
    }

    public MultipartForm add(String name, String value) {
        write("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + escaped(name) + "\"\r\n\r\n");
        write(value + "\r\n");
        return this;
    }

    /** What kind of file it is follows from its first bytes. */
    private MultipartForm file(String name, byte[] content) {
        var type = MediaTypes.sniff(content);
        write("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + escaped(name) + "\"; filename=\"file."
                + MediaTypes.extension(type) + "\"\r\nContent-Type: " + type + "\r\n\r\n");
        bytes.writeBytes(content);
        write("\r\n");
        return this;
    }

    public ProviderHttp.Content content() {
        var end = ("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
        var whole = new ByteArrayOutputStream(bytes.size() + end.length);
        whole.writeBytes(bytes.toByteArray());
        whole.writeBytes(end);
        return ProviderHttp.Content.of("multipart/form-data; boundary=" + boundary, whole.toByteArray());
    }

    private void write(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** As browsers do it. */
    private static String escaped(String name) {
        return name.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
    }
}
