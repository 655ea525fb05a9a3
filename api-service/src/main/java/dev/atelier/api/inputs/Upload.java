package dev.atelier.api.inputs;

import java.io.IOException;
import java.util.function.Function;

import jakarta.servlet.http.HttpServletRequest;

import org.apache.commons.fileupload2.core.DiskFileItem;
import org.apache.commons.fileupload2.core.DiskFileItemFactory;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletFileUpload;

import dev.atelier.api.input.Ids;
import dev.atelier.api.problems.ProblemCode;
import dev.atelier.api.problems.Refusal;
import dev.atelier.catalog.FieldProblem;
import dev.atelier.output.store.FileTooLarge;
import dev.atelier.output.store.IncomingFile;
import dev.atelier.output.store.OutputStore;

/**
 * A form with one file in it, read while it arrives. Read here and not by the container, whose multipart support is switched off
 * because callbacks are read byte for byte, whatever they call themselves.
 */
final class Upload {
    static final String PART = "file";

    private static final String ALLOWED = "one part of this name, with a file in it, and nothing else";
    /** Boundaries and headers around the file. */
    private static final long FORM = 8 * 1024;

    private Upload() {}

    /**
     * Hands the file over when all of the form has arrived.
     *
     * @throws Refusal when the form is anything else, or the file is too large
     */
    static <T> T of(HttpServletRequest request, OutputStore store, long most, Function<IncomingFile, T> taking) {
        if (request.getContentLengthLong() > most + FORM) {
            throw tooLarge(most);
        }
        try {
            var parts = form().getItemIterator(request);
            if (!parts.hasNext()) {
                throw Refusal.of(new FieldProblem(PART, "null", ALLOWED));
            }
            try (var file = store.receive(file(parts.next()).getInputStream(), most)) {
                requireEnd(parts);
                return taking.apply(file);
            }
        } catch (FileTooLarge _) {
            throw tooLarge(most);
        } catch (IOException _) {
            // Cut short, or no form at all. Whoever is still there is told.
            throw Refusal.of(new FieldProblem(PART, "a form that cannot be read to its end", ALLOWED));
        }
    }

    private static JakartaServletFileUpload<DiskFileItem, DiskFileItemFactory> form() {
        return new JakartaServletFileUpload<>();
    }

    private static FileItemInput file(FileItemInput part) {
        if (!PART.equals(part.getFieldName())) {
            throw Refusal.of(new FieldProblem(shown(part), "a part", "nothing: the form has one part, " + PART));
        }
        return part;
    }

    private static void requireEnd(FileItemInputIterator parts) throws IOException {
        if (parts.hasNext()) {
            throw Refusal.of(new FieldProblem(shown(parts.next()), "a second part", ALLOWED));
        }
    }

    private static String shown(FileItemInput part) {
        var name = part.getFieldName();
        return name == null ? "a part without a name" : name.length() > 64 ? Ids.shown(name.substring(0, 64)) : name;
    }

    static Refusal tooLarge(long most) {
        return Refusal.of(ProblemCode.BODY_TOO_LARGE, "A file of at most " + most + " bytes is taken here.");
    }
}
