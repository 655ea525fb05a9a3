package dev.atelier.api.models;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.atelier.api.input.Ids;
import dev.atelier.api.problems.ProblemCode;
import dev.atelier.api.problems.Refusal;
import dev.atelier.catalog.AiModel;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Category;
import dev.atelier.catalog.FieldProblem;
import dev.atelier.catalog.ModelId;

/** Answers from memory. */
@RestController
@RequestMapping(path = "/api/v1/models", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Models", description = "What can be asked for")
class ModelController {
    /** As long as a catalog that another process has stored may take to be seen here. */
    private static final CacheControl CACHING = CacheControl.maxAge(Duration.ofSeconds(30)).cachePrivate();

    private final Catalog catalog;
    private final Categories categories;

    ModelController(Catalog catalog, Categories categories) {
        this.catalog = catalog;
        this.categories = categories;
    }

    @GetMapping
    @Operation(summary = "Lists the models", description = "In the order of their keys. Answers 304 to a known ETag.")
    ResponseEntity<List<ModelView>> list(
            @Parameter(description = "Only those of this category, by name or slug",
                    example = "TEXT_TO_IMAGE") @RequestParam(required = false) @Nullable String category) {
        var only = category == null ? null : category(category);
        return cached(catalog.models()
                .stream()
                .filter(it -> only == null || it.category() == only)
                .map(ModelView::of)
                .toList());
    }

    @GetMapping("/{id}")
    @Operation(summary = "Shows a model")
    @ApiResponse(responseCode = "200")
    @ApiResponse(responseCode = "404", description = "model_not_found")
    ResponseEntity<ModelView> find(
            @Parameter(example = "1851cec8-503a-3fac-bb54-f46eae92ab78") @PathVariable String id) {
        return cached(ModelView.of(model(id)));
    }

    @GetMapping("/{id}/capabilities")
    @Operation(summary = "Tells what a model accepts, field by field")
    @ApiResponse(responseCode = "200")
    @ApiResponse(responseCode = "404", description = "model_not_found")
    ResponseEntity<CapabilitiesView> capabilities(
            @Parameter(example = "1851cec8-503a-3fac-bb54-f46eae92ab78") @PathVariable String id) {
        return cached(CapabilitiesView.of(model(id)));
    }

    private AiModel model(String id) {
        return catalog.model(new ModelId(Ids.uuid("id", id)))
                .orElseThrow(() -> Refusal.of(ProblemCode.MODEL_NOT_FOUND,
                        "No model has the id " + id + ". Those that have one: GET /api/v1/models."));
    }

    private Category category(String text) {
        return Category.of(text)
                .orElseThrow(() -> Refusal.of(new FieldProblem("category", Ids.shown(text), "one of "
                        + categories.served().stream().map(Category::name).collect(Collectors.joining(", ")))));
    }

    private static <T> ResponseEntity<T> cached(T body) {
        return ResponseEntity.ok().cacheControl(CACHING).body(body);
    }
}
