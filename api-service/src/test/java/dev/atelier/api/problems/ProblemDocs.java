package dev.atelier.api.problems;

import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** Documents problems once: each endpoint names its codes, and the form is the same everywhere. */
public final class ProblemDocs implements OpenApiCustomizer {
    private static final String MEDIA_TYPE = "application/problem+json";

    @Override
    public void customise(OpenAPI document) {
        if (document.getComponents() == null) {
            document.setComponents(new Components());
        }
        ModelConverters.getInstance(true).readAll(Problem.class).forEach(document.getComponents()::addSchemas);
        document.getPaths().values().forEach(path -> path.readOperations().forEach(ProblemDocs::document));
    }

    private static void document(Operation operation) {
        // An empty list of its own means that an operation needs no API key.
        if (operation.getSecurity() == null || !operation.getSecurity().isEmpty()) {
            operation.getResponses().computeIfAbsent("401", _ -> new ApiResponse().description("unauthenticated"));
        }
        operation.getResponses().computeIfAbsent("default", _ -> new ApiResponse().description("Any other problem"));
        operation.getResponses().forEach((status, response) -> {
            if (status.startsWith("4") || status.startsWith("5") || status.equals("default")) {
                response.setContent(new Content().addMediaType(MEDIA_TYPE,
                        new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
            }
        });
    }
}
