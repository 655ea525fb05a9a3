package dev.atelier.api.outputs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

import dev.atelier.api.input.Ids;
import dev.atelier.api.problems.ProblemCode;
import dev.atelier.api.problems.Refusal;
import dev.atelier.api.security.Caller;
import dev.atelier.output.MediaTypes;
import dev.atelier.output.OutputRows;
import dev.atelier.output.OutputRows.Content;
import dev.atelier.output.store.OutputStore;
import dev.atelier.output.store.OutputStoreException;

@RestController
@RequestMapping("/api/v1/outputs")
@Tag(name = "Outputs", description = "What was made")
class OutputController {
    private static final Logger log = LoggerFactory.getLogger(OutputController.class);
    private static final Duration LINK_VALID_FOR = Duration.ofMinutes(5);
    private static final Duration TRY_AGAIN_IN = Duration.ofSeconds(10);

    private final OutputRows outputs;
    private final OutputStore store;

    OutputController(OutputRows outputs, OutputStore store) {
        this.outputs = outputs;
        this.store = store;
    }

    @RequestMapping(path = "/{outputId}/content", method = {RequestMethod.GET, RequestMethod.HEAD})
    @Operation(operationId = "getOutputContent", summary = "Downloads an output",
            description = "The bytes never change, so its ETag, which is their SHA-256, is good for ever. One range at a time"
                    + " is served. Where the installation keeps its outputs in a bucket, this leads there (302, for five"
                    + " minutes).")
    @ApiResponse(responseCode = "200", description = "All of it, in its own content type")
    @ApiResponse(responseCode = "206", description = "The range that was asked for")
    @ApiResponse(responseCode = "302", description = "Where it can be had; send no API key there")
    @ApiResponse(responseCode = "304", description = "It is what that ETag names")
    @ApiResponse(responseCode = "400", description = "invalid_request: outputId is not a UUID")
    @ApiResponse(responseCode = "404", description = "output_not_found: there is none, or it is somebody else's")
    @ApiResponse(responseCode = "410", description = "output_deleted: by its owner, or because it was kept long enough")
    @ApiResponse(responseCode = "416",
            description = "range_not_satisfiable: it has fewer bytes; Content-Range says how many")
    @ApiResponse(responseCode = "503", description = "temporarily_unavailable: the store of outputs is away")
    void content(@PathVariable String outputId, Caller caller, HttpServletRequest request,
            HttpServletResponse response) throws IOException {
        var output = find(outputId, caller);
        if (output.isDeleted()) {
            throw Refusal.of(ProblemCode.OUTPUT_DELETED, "Output " + output.id() + " was deleted.");
        }
        if (output.url() != null) {
            redirect(output.url(), response);
        } else if (output.text() != null) {
            var bytes = output.text().getBytes(StandardCharsets.UTF_8);
            send(new Served(output, "text/plain;charset=UTF-8", bytes.length, null), (from, count) -> Optional.of(
                    new ByteArrayInputStream(Arrays.copyOfRange(bytes, (int) from, (int) (from + count)))), request,
                    response);
        } else {
            stored(output, request, response);
        }
    }

    private void stored(Content output, HttpServletRequest request, HttpServletResponse response) throws IOException {
        var key = Objects.requireNonNull(output.key());
        var served = new Served(output, output.contentType() == null ? MediaTypes.UNKNOWN : output.contentType(),
                output.size(), "\"" + output.sha256() + "\"");
        try {
            // A signed address is good for GET only; what HEAD wants to know is known here.
            var link = isHead(request) || served.isKnown(request)
                    ? Optional.<java.net.URI>empty()
                    : store.link(key, served.name(), served.contentType(), LINK_VALID_FOR);
            if (link.isPresent()) {
                redirect(link.get().toString(), response);
            } else {
                send(served, (from, count) -> store.open(key, from, count), request, response);
            }
        } catch (OutputStoreException e) {
            log.warn("an output cannot be read from the store just now", e);
            throw Refusal.notNow(ProblemCode.TEMPORARILY_UNAVAILABLE,
                    "The store of outputs does not answer. Try again.",
                    TRY_AGAIN_IN);
        }
    }

    private static void redirect(String where, HttpServletResponse response) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-store");
        response.setHeader(HttpHeaders.LOCATION, where);
        response.setStatus(HttpServletResponse.SC_FOUND);
    }

    /** How a file is answered. */
    private record Served(Content output, String contentType, long length,
            @org.jspecify.annotations.Nullable String etag) {
        String name() {
            return output.job() + "-" + (output.position() + 1) + "." + MediaTypes.extension(
                    contentType.replaceFirst(";.*", ""));
        }

        boolean isKnown(HttpServletRequest request) {
            var known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
            return etag != null && known != null && (known.strip().equals("*") || Arrays.stream(known.split(",", -1))
                    .map(it -> it.strip().replaceFirst("^W/", ""))
                    .anyMatch(etag::equals));
        }

        /** Whether a range may be taken from it: the caller has not the beginning of another file. */
        boolean isStillTheSame(HttpServletRequest request) {
            var condition = request.getHeader(HttpHeaders.IF_RANGE);
            return condition == null || condition.strip().equals(etag);
        }
    }

    @FunctionalInterface
    private interface Opening {
        Optional<InputStream> open(long from, long count);
    }

    private static void send(Served served, Opening file, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        // It is shown by no browser as a page of ours, whatever it is.
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, max-age=3600");
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        if (served.etag() != null) {
            response.setHeader(HttpHeaders.ETAG, served.etag());
        }
        if (served.isKnown(request)) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        var range = served.isStillTheSame(request)
                ? ByteRange.of(request.getHeader(HttpHeaders.RANGE), served.length())
                : Optional.<ByteRange>empty();
        if (range.filter(it -> !it.isSatisfiable()).isPresent()) {
            throw Refusal.of(ProblemCode.RANGE_NOT_SATISFIABLE, "It has " + served.length() + " bytes.")
                    .with(HttpHeaders.CONTENT_RANGE, "bytes */" + served.length());
        }
        var part = range.orElse(new ByteRange(0, served.length()));
        if (isHead(request) || part.size() == 0) {
            head(served, range, part, response);
            return;
        }
        try (var in = file.open(part.from(), part.size())
                .orElseThrow(() -> new IllegalStateException("output "
                        + served.output().id() + " is in no store, though its row says so"))) {
            head(served, range, part, response);
            in.transferTo(response.getOutputStream());
        }
    }

    private static void head(Served served, Optional<ByteRange> range, ByteRange part, HttpServletResponse response) {
        response.setStatus(range.isPresent() ? HttpServletResponse.SC_PARTIAL_CONTENT : HttpServletResponse.SC_OK);
        response.setContentType(served.contentType());
        response.setContentLengthLong(part.size());
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + served.name() + "\"");
        range.ifPresent(it -> response.setHeader(HttpHeaders.CONTENT_RANGE, it.contentRange(served.length())));
    }

    private static boolean isHead(HttpServletRequest request) {
        return HttpMethod.HEAD.matches(request.getMethod());
    }

    @DeleteMapping("/{outputId}")
    @Operation(operationId = "deleteOutput", summary = "Deletes an output now",
            description = "It can be had no more from then on. The job goes on showing that it was there.")
    @ApiResponse(responseCode = "204", description = "It is deleted, now or before")
    @ApiResponse(responseCode = "400", description = "invalid_request: outputId is not a UUID")
    @ApiResponse(responseCode = "404", description = "output_not_found: there is none, or it is somebody else's")
    ResponseEntity<Void> delete(@PathVariable String outputId, Caller caller) {
        var output = find(outputId, caller);
        outputs.delete(output.id());
        if (output.key() != null) {
            remove(output, output.key());
        }
        return ResponseEntity.noContent().build();
    }

    /** At once where the store lets us; else the worker's next sweep does it. */
    private void remove(Content output, String key) {
        try {
            store.delete(key);
            outputs.left(java.util.List.of(output.id()));
        } catch (OutputStoreException e) {
            log.warn("a deleted output could not be removed from the store, the next sweep tries again", e);
        }
    }

    private Content find(String outputId, Caller caller) {
        var id = Ids.uuid("outputId", outputId);
        return outputs.find(id, caller.userId())
                .orElseThrow(() -> Refusal.of(ProblemCode.OUTPUT_NOT_FOUND, "You have no output " + id + "."));
    }
}
