package dev.atelier.api.models;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import dev.atelier.catalog.AiModel;
import dev.atelier.catalog.Catalog;

/**
 * What is answered from the catalog, as it is sent, headers and bytes: the same few answers are asked for again and again, and
 * change only with the catalog. An ETag is made from the bytes, so that it is the same on every instance.
 */
@Component
final class CatalogAnswers {
    /** As long as a catalog that another process has stored may take to be seen here. */
    private static final CacheControl CACHING = CacheControl.maxAge(Duration.ofSeconds(30)).cachePrivate();
    /** Together: a list of all models has about 100 KB. */
    private static final long MOST_BYTES = 16L * 1024 * 1024;

    private final Catalog catalog;
    private final JsonMapper json;
    private volatile Known known;

    CatalogAnswers(Catalog catalog, JsonMapper json) {
        this.catalog = catalog;
        this.json = json;
        known = new Known(catalog.models());
    }

    /** The answers from one state of the catalog. */
    private record Known(List<AiModel> models, Cache<Object, ResponseEntity<byte[]>> answers) {
        Known(List<AiModel> models) {
            this(models, Caffeine.newBuilder()
                    .maximumWeight(MOST_BYTES)
                    .weigher((Object _, ResponseEntity<byte[]> it) -> Objects.requireNonNull(it.getBody()).length)
                    .build());
        }
    }

    /**
     * The answer to a question that was asked before, or a new one. What {@code body} throws is thrown, and is not kept.
     *
     * @param question equal to another one that has the same answer
     */
    ResponseEntity<byte[]> answer(Object question, Supplier<?> body) {
        return current().answers().get(question, _ -> prepared(body.get()));
    }

    @SuppressWarnings("ReferenceEquality") // another list is another state of the catalog, whatever is in it
    private Known current() {
        var models = catalog.models();
        var now = known;
        if (now.models() != models) {
            now = new Known(models);
            known = now;
        }
        return now;
    }

    private ResponseEntity<byte[]> prepared(Object body) {
        try {
            var bytes = json.writeValueAsBytes(body);
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return ResponseEntity.ok()
                    .cacheControl(CACHING)
                    .contentType(MediaType.APPLICATION_JSON)
                    .eTag('"' + HexFormat.of().formatHex(digest, 0, 16) + '"')
                    .body(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
