package dev.atelier.simulator.forms;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

/**
 * A multipart form as it came, field by field in the order of the first part of each.
 *
 * @param texts
 *            the values of parts without a file name
 * @param files
 *            the contents of parts with one
 */
public record Form(Map<String, List<String>> texts, Map<String, List<Upload>> files) {

    public Form {
        texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /** A file in a form. */
    @SuppressWarnings("ArrayRecordComponent") // looked at, never compared
    public record Upload(@Nullable String contentType, byte[] bytes) {}

    /** Whether the body says that it is a form; many providers answer otherwise than to a broken one. */
    public static boolean isAnnounced(HttpServletRequest request) {
        var type = request.getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }

    public static Form read(HttpServletRequest request) throws IOException, UnreadableForm {
        var texts = new LinkedHashMap<String, List<String>>();
        var files = new LinkedHashMap<String, List<Upload>>();
        try {
            for (var part : request.getParts()) {
                var bytes = part.getInputStream().readAllBytes();
                if (part.getSubmittedFileName() == null) {
                    texts.computeIfAbsent(part.getName(), name -> new ArrayList<>())
                            .add(new String(bytes, StandardCharsets.UTF_8));
                } else {
                    files.computeIfAbsent(part.getName(), name -> new ArrayList<>())
                            .add(new Upload(part.getContentType(), bytes));
                }
            }
        } catch (ServletException | IllegalStateException e) {
            throw new UnreadableForm("the form cannot be read: " + e.getMessage());
        }
        return new Form(texts, files);
    }

    /** The first text of this field, or what holds when there is none. */
    public String text(String name, String otherwise) {
        return texts.getOrDefault(name, List.of()).stream().findFirst().orElse(otherwise);
    }

    public boolean has(String name) {
        return texts.containsKey(name) || files.containsKey(name);
    }
}
