package dev.atelier.api.docs;

import java.io.IOException;

import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.DigestUtils;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The OpenAPI document, which is a file: what it says of the controllers is held to be true by a test, not found out anew at each
 * start (ADR 18). Answered by what is in it, not by its time: files of one build all have the same.
 */
@Controller
@Hidden
class DocsController {
    private final ResponseEntity<byte[]> document;
    private final ResponseEntity<byte[]> initializer;

    DocsController() throws IOException {
        document = file("openapi.json", MediaType.APPLICATION_JSON);
        initializer = file("swagger-ui/swagger-initializer.js", new MediaType("text", "javascript"));
    }

    @GetMapping("/v3/api-docs")
    ResponseEntity<byte[]> document() {
        return document;
    }

    /** In the place of that of Swagger UI, which shows a pet shop. */
    @GetMapping(DocsConfiguration.FOLDER + "/swagger-initializer.js")
    ResponseEntity<byte[]> initializer() {
        return initializer;
    }

    private static ResponseEntity<byte[]> file(String name, MediaType type) throws IOException {
        byte[] content = new ClassPathResource(name).getContentAsByteArray();
        return ResponseEntity.ok()
                .contentType(type)
                .cacheControl(CacheControl.noCache())
                .eTag(DigestUtils.md5DigestAsHex(content))
                .body(content);
    }
}
