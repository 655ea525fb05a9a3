package dev.atelier.api.webhooks;

import java.io.IOException;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.atelier.api.fastpath.FastEndpoints;
import dev.atelier.api.fastpath.FastRoute;
import dev.atelier.api.problems.ProblemCode;
import dev.atelier.api.problems.Refusal;
import dev.atelier.catalog.AiProvider;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.ProviderSpec;
import dev.atelier.webhook.CallbackTokens;

/** Where providers call back. What the callback means is the worker's business; here it is only judged and kept. */
@RestController
@RequestMapping("/api/v1/webhooks")
@Tag(name = "Callbacks", description = "For providers, not for frontends")
class WebhookController implements FastEndpoints {
    private final Catalog catalog;
    private final CallbackTokens tokens;
    private final CallbackDoor door;
    private final WebhookProperties properties;

    WebhookController(Catalog catalog, CallbackTokens tokens, CallbackDoor door, WebhookProperties properties) {
        this.catalog = catalog;
        this.tokens = tokens;
        this.door = door;
        this.properties = properties;
    }

    @Override
    public List<FastRoute> fastRoutes() {
        return List.of(FastRoute.post("/api/v1/webhooks/provider-callback/{jobId}",
                it -> aboutJob(it.variable(), it.http())),
                FastRoute.post("/api/v1/webhooks/providers/{provider}", it -> ofProvider(it.variable(), it.http())));
    }

    /** What providers expect to read: Kie and Geminigen want exactly status 200. */
    @Schema(name = "CallbackAnswer")
    record Taken(@Schema(example = "200") int code, @Schema(example = "success") String msg) {

        /** In JSON whatever the provider says that it accepts: an answer of 406 would make it send the callback again. */
        private static ResponseEntity<Taken> answer() {
            return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(new Taken(200, "success"));
        }
    }

    @PostMapping("/provider-callback/{jobId}")
    @SecurityRequirements
    @Operation(operationId = "receiveJobCallback", summary = "Takes a callback about one job",
            description = "At the address that the submission named, which"
                    + " nobody else knows. Answers 200 only when the callback is durable.",
            requestBody = @RequestBody(
                    content = @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object"))),
            parameters = {
                @Parameter(name = "provider", in = ParameterIn.QUERY, required = true, example = "kie",
                        schema = @Schema(type = "string")),
                @Parameter(name = "token", in = ParameterIn.QUERY, required = true, schema = @Schema(type = "string"))})
    @ApiResponse(responseCode = "200", description = "It is durable")
    @ApiResponse(responseCode = "401", description = "callback_refused")
    @ApiResponse(responseCode = "413", description = "body_too_large")
    @ApiResponse(responseCode = "503", description = "callback_not_stored: send it again")
    ResponseEntity<Taken> aboutJob(@PathVariable String jobId, HttpServletRequest request) throws IOException {
        var address = CallbackAddress.of(jobId, request, tokens).orElseThrow(door::refusedAddress);
        AiProvider provider = catalog.provider(address.provider()).orElseThrow(door::refusedAddress);
        door.letIn(provider, address.job(), IncomingCallback.of(request, properties.maxBodyBytes()));
        return Taken.answer();
    }

    @PostMapping("/providers/{provider}")
    @SecurityRequirements
    @Operation(operationId = "receiveProviderCallback",
            summary = "Takes a callback of a provider that has one address for all jobs",
            description = "The address to type into the provider's dashboard. Its signature is required.",
            requestBody = @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
                    schema = @Schema(type = "object"))))
    @ApiResponse(responseCode = "200", description = "It is durable")
    @ApiResponse(responseCode = "401", description = "callback_refused")
    @ApiResponse(responseCode = "404", description = "unknown_provider: none that calls back here")
    @ApiResponse(responseCode = "413", description = "body_too_large")
    @ApiResponse(responseCode = "503", description = "callback_not_stored: send it again")
    ResponseEntity<Taken> ofProvider(@Parameter(example = "geminigen") @PathVariable String provider,
            HttpServletRequest request)
            throws IOException {
        var known = CallbackAddress.providerId(provider)
                .flatMap(catalog::provider)
                .filter(it -> it.spec().callback().delivery() == ProviderSpec.Delivery.ACCOUNT)
                .orElseThrow(() -> Refusal.of(ProblemCode.UNKNOWN_PROVIDER,
                        "No provider of this name calls back at an address for all jobs."));
        door.letIn(known, IncomingCallback.of(request, properties.maxBodyBytes()));
        return Taken.answer();
    }
}
