package dev.atelier.api.docs;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;

import dev.atelier.api.problems.ProblemDocs;
import dev.atelier.api.security.Caller;

/** The document as springdoc reads it from the controllers, each of which documents itself, and what it says as a whole. */
class ControllersDocument {
    private static final String API_KEY = "apiKey";
    /** As a frontend comes to need them. */
    private static final List<String> TAGS = List.of("Models", "Generate", "Jobs", "Outputs", "Inputs", "Credentials",
            "Callbacks", "Dead letters");

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class);
    }

    @Bean
    OpenAPI document() {
        return new OpenAPI().info(new Info().title("Atelier")
                .version("v1")
                .description(
                        "One API over many generative-AI providers. Find a model, send a request, and ask for its job"
                                + " until it is done. Errors are `application/problem+json` with a stable `code`.")
                .license(new License().name("Apache-2.0")))
                .addServersItem(new Server().url("/").description("Where this document is"))
                .components(new Components().addSecuritySchemes(API_KEY,
                        new SecurityScheme().type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("An API key")))
                .addSecurityItem(new SecurityRequirement().addList(API_KEY));
    }

    @Bean
    OpenApiCustomizer documentedProblems() {
        return new ProblemDocs();
    }

    @Bean
    OpenApiCustomizer documentOrder() {
        return document -> {
            document.getTags().sort(Comparator.comparingInt(it -> place(it.getName())));
            var sorted = new Paths();
            document.getPaths()
                    .entrySet()
                    .stream()
                    .sorted(Map.Entry.<String, PathItem>comparingByValue(Comparator.comparingInt(it -> place(
                            it.readOperations().getFirst().getTags().getFirst())))
                            .thenComparing(Map.Entry.comparingByKey()))
                    .forEach(it -> sorted.addPathItem(it.getKey(), it.getValue()));
            document.setPaths(sorted);
            document.getComponents().setSchemas(new TreeMap<>(document.getComponents().getSchemas()));
        };
    }

    /** A method that answers both has one name; the document needs two. */
    @Bean
    OpenApiCustomizer headsOfTheirOwn() {
        return document -> document.getPaths()
                .values()
                .stream()
                .filter(it -> it.getHead() != null)
                .forEach(it -> it.getHead().setOperationId(it.getGet().getOperationId().replaceFirst("^get", "head")));
    }

    private static int place(String tag) {
        int place = TAGS.indexOf(tag);
        if (place < 0) {
            throw new IllegalStateException("a tag without a place in " + TAGS + ": " + tag);
        }
        return place;
    }
}
