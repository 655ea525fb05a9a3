package dev.atelier.api.inputs;

import java.io.IOException;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.ServletWebRequest;

import dev.atelier.api.problems.ProblemCode;
import dev.atelier.api.problems.Refusal;
import dev.atelier.input.Input;
import dev.atelier.output.MediaTypes;
import dev.atelier.output.store.OutputStore;

/** Answers with an input's bytes: all of them, or the one range that was asked for, as players of films do. */
@Component
class InputBytes {
    private static final Logger log = LoggerFactory.getLogger(InputBytes.class);

    private final OutputStore store;

    InputBytes(OutputStore store) {
        this.store = store;
    }

    void answer(Input input, HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, max-age=3600");
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        if (new ServletWebRequest(request, response).checkNotModified("\"" + input.sha256() + "\"")) {
            return;
        }
        long from = 0;
        long count = input.size();
        var ranges = ranges(request);
        if (ranges.size() == 1) {
            var range = ranges.getFirst();
            from = range.getRangeStart(input.size());
            if (from >= input.size()) {
                throw Refusal.of(ProblemCode.REQUEST_REFUSED, "The range begins after the end of the file.");
            }
            count = range.getRangeEnd(input.size()) - from + 1;
            response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
            response.setHeader(HttpHeaders.CONTENT_RANGE,
                    "bytes " + from + "-" + (from + count - 1) + "/" + input.size());
        }
        var bytes = store.open(input.id().storeKey(), from, count).orElseThrow(() -> {
            log.error("the bytes of input {} are not in the store; was it emptied, or is it another folder?",
                    input.id());
            return Refusal.of(ProblemCode.INPUT_NOT_FOUND, "The bytes of this input are gone.");
        });
        try (bytes) {
            response.setContentType(input.contentType());
            response.setContentLengthLong(count);
            response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"" + input.id() + "."
                    + MediaTypes.extension(input.contentType()) + "\"");
            // Somebody's file, shown under our name.
            response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
            if (!"HEAD".equals(request.getMethod())) {
                bytes.transferTo(response.getOutputStream());
            }
        }
    }

    /** What cannot be read is ignored, as HTTP has it. */
    private static List<HttpRange> ranges(HttpServletRequest request) {
        try {
            return HttpRange.parseRanges(request.getHeader(HttpHeaders.RANGE));
        } catch (IllegalArgumentException _) {
            return List.of();
        }
    }
}
