package dev.atelier.api.models;

import java.util.List;
import java.util.UUID;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.atelier.api.fastpath.FastEndpoints;
import dev.atelier.api.fastpath.FastRequest;
import dev.atelier.api.fastpath.FastRoute;
import dev.atelier.api.input.Ids;
import dev.atelier.api.problems.ProblemCode;
import dev.atelier.api.problems.Refusal;
import dev.atelier.catalog.AiModel;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.ModelId;

/** Answers from memory. */
@RestController
@RequestMapping(path = "/api/v1/models", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Models", description = "What can be asked for")
class ModelController implements FastEndpoints {
    private final Catalog catalog;
    private final CatalogAnswers answers;

    ModelController(Catalog catalog, CatalogAnswers answers) {
        this.catalog = catalog;
        this.answers = answers;
    }

    @Override
    public List<FastRoute> fastRoutes() {
        return List.of(FastRoute.get("/api/v1/models", this::list),
                FastRoute.get("/api/v1/models/{id}", it -> find(it.variable())),
                FastRoute.get("/api/v1/models/{id}/capabilities", it -> capabilities(it.variable())),
                FastRoute.get("/api/v1/models/{id}/schema", it -> schema(it.variable())));
    }

    /** By its category at most: how several values of one filter are read is Spring's business. */
    private @Nullable ResponseEntity<byte[]> list(FastRequest request) {
        var filters = request.http().getParameterMap();
        var category = filters.get("category");
        return filters.isEmpty()
                ? list(null, null, null, null)
                : filters.size() == 1 && category != null && category.length == 1
                        ? list(category[0], null, null, null)
                        : null;
    }

    /** Which of its answers somebody asks for. */
    private sealed interface Question {
        record Models(@Nullable String category, @Nullable String provider, @Nullable List<String> capability,
                @Nullable String q) implements Question {}

        record Model(UUID id) implements Question {}

        record ItsCapabilities(UUID id) implements Question {}

        record ItsSchema(UUID id) implements Question {}
    }

    @GetMapping
    @Operation(operationId = "listModels", summary = "Lists the models",
            description = "In the order of their keys. Answers 304 to a known ETag.")
    @ApiResponse(responseCode = "200",
            content = @Content(array = @ArraySchema(schema = @Schema(implementation = ModelView.class))))
    @ApiResponse(responseCode = "400", description = "invalid_request: names the field and what is allowed")
    ResponseEntity<byte[]> list(
            @Parameter(description = "Only those of this category, by name or slug",
                    example = "TEXT_TO_IMAGE") @RequestParam(required = false) @Nullable String category,
            @Parameter(description = "Only this provider's",
                    example = "kie") @RequestParam(required = false) @Nullable String provider,
            @Parameter(description = "Only those that take this field (`seed`), or this value of it"
                    + " (`aspectRatio:21:9`); may be given several times") @RequestParam(
                            required = false) @Nullable List<String> capability,
            @Parameter(description = "Only those in whose names and description all these words stand") @RequestParam(
                    required = false) @Nullable String q) {
        return answers.answer(new Question.Models(category, provider, capability, q),
                () -> new ModelFilter(catalog).category(category)
                        .provider(provider)
                        .capabilities(capability)
                        .search(q)
                        .found()
                        .stream()
                        .map(ModelView::of)
                        .toList());
    }

    @GetMapping("/{id}")
    @Operation(operationId = "getModel", summary = "Shows a model")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ModelView.class)))
    @ApiResponse(responseCode = "404", description = "model_not_found")
    ResponseEntity<byte[]> find(
            @Parameter(example = "1851cec8-503a-3fac-bb54-f46eae92ab78") @PathVariable String id) {
        var known = Ids.uuid("id", id);
        return answers.answer(new Question.Model(known), () -> ModelView.of(model(known)));
    }

    @GetMapping("/{id}/capabilities")
    @Operation(operationId = "getModelCapabilities", summary = "Tells what a model accepts, field by field")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = CapabilitiesView.class)))
    @ApiResponse(responseCode = "404", description = "model_not_found")
    ResponseEntity<byte[]> capabilities(
            @Parameter(example = "1851cec8-503a-3fac-bb54-f46eae92ab78") @PathVariable String id) {
        var known = Ids.uuid("id", id);
        return answers.answer(new Question.ItsCapabilities(known), () -> CapabilitiesView.of(model(known)));
    }

    @GetMapping(path = "/{id}/schema")
    @Operation(operationId = "getModelSchema",
            summary = "Tells what a request for a model must be like, as a JSON Schema 2020-12",
            description = "With the rules between fields in it. Requests are judged by this very schema: what a form drawn from it"
                    + " allows is what is accepted. `x-form` holds hints for the form: order, group, widget, unit.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Object.class)))
    @ApiResponse(responseCode = "404", description = "model_not_found")
    ResponseEntity<byte[]> schema(
            @Parameter(example = "1851cec8-503a-3fac-bb54-f46eae92ab78") @PathVariable String id) {
        var known = Ids.uuid("id", id);
        return answers.answer(new Question.ItsSchema(known), () -> model(known).schema().json());
    }

    private AiModel model(UUID id) {
        return catalog.model(new ModelId(id))
                .orElseThrow(() -> Refusal.of(ProblemCode.MODEL_NOT_FOUND,
                        "No model has the id " + id + ". Those that have one: GET /api/v1/models."));
    }
}
