package dev.atelier.api.generate;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.atelier.api.fastpath.FastEndpoints;
import dev.atelier.api.fastpath.FastRoute;
import dev.atelier.api.input.Bodies;
import dev.atelier.api.input.BodyRoom;
import dev.atelier.api.inputs.RequestFiles;
import dev.atelier.api.jobs.CurrentJob;
import dev.atelier.api.jobs.JobReader;
import dev.atelier.api.jobs.JobView;
import dev.atelier.api.problems.ProblemCode;
import dev.atelier.api.problems.Refusal;
import dev.atelier.api.security.Caller;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Category;
import dev.atelier.job.Acceptance;
import dev.atelier.job.JobId;
import dev.atelier.job.JobSnapshots;
import dev.atelier.job.NewJob.Idempotency;

@RestController
@RequestMapping("/api/v1/generate")
@Tag(name = "Generate", description = "Ask for something")
class GenerateController implements FastEndpoints {
    /** Of the jobs that wait, for a dry run. */
    private static final int MOST_COUNTED = 10_000;

    private final Catalog catalog;
    private final JobIntake intake;
    private final JobReader jobs;
    private final JobSnapshots snapshots;
    private final RequestFiles files;
    private final BodyRoom room;
    private final GenerateProperties properties;

    GenerateController(Catalog catalog, JobIntake intake, JobReader jobs, JobSnapshots snapshots, RequestFiles files,
            BodyRoom room, GenerateProperties properties) {
        this.catalog = catalog;
        this.intake = intake;
        this.jobs = jobs;
        this.snapshots = snapshots;
        this.files = files;
        this.room = room;
        this.properties = properties;
    }

    @Override
    public List<FastRoute> fastRoutes() {
        return List.of(FastRoute.post("/api/v1/generate/{category}", it -> it.isJson() && !it.hasQuery()
                ? generate(it.variable(), false, it.caller(), it.http())
                : null));
    }

    @PostMapping(path = "/{category}", consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "generate", summary = "Takes a request and answers with its job",
            description = "The job is stored when this answers. Everything that the model would not take is refused before"
                    + " that, all of it at once. Files are addresses, ids of inputs, or data URLs, which become inputs: the job"
                    + " shows their ids. With an Idempotency-Key the same request can be sent again without making a"
                    + " second job.",
            requestBody = @RequestBody(required = true,
                    content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = GenerateBody.class),
                            examples = @ExampleObject(name = "kie/nano-banana-2", value = GenerateBody.EXAMPLE))),
            parameters = @Parameter(name = IdempotencyKeys.HEADER, in = ParameterIn.HEADER,
                    description = "Your name for this request: 1 to 255 visible ASCII characters",
                    schema = @Schema(type = "string", maxLength = 255)))
    @ApiResponse(responseCode = "200", description = "A dry run",
            content = @Content(schema = @Schema(implementation = DryRunView.class)))
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = JobView.class)),
            description = "Stored. Location is where to ask for it; Idempotency-Replayed says that"
                    + " it was there before")
    @ApiResponse(responseCode = "400", description = "invalid_request or malformed_json: nothing was stored")
    @ApiResponse(responseCode = "404", description = "unknown_category")
    @ApiResponse(responseCode = "413", description = "body_too_large")
    @ApiResponse(responseCode = "415", description = "unsupported_media_type")
    @ApiResponse(responseCode = "503", description = "temporarily_unavailable: too many wait, or the database is away")
    @ApiResponse(responseCode = "422", description = "idempotency_key_reused: the key came with another request before")
    ResponseEntity<?> generate(
            @Parameter(schema = @Schema(type = "string"), example = "text-to-image") @PathVariable String category,
            @Parameter(description = "true: says what would be sent, to whom and at what price; nothing is stored, sent"
                    + " or charged") @RequestParam(defaultValue = "false") boolean dryRun,
            Caller caller, HttpServletRequest request) throws IOException {
        var asked = category(category);
        var key = IdempotencyKeys.key(request);
        CheckedRequest checked;
        @Nullable
        Idempotency idempotency;
        try (var place = room.enter(request, properties.maxBodyBytes())) {
            var body = Bodies.object(request, place.longest());
            var written = RequestCheck.of(body, asked, catalog);
            if (dryRun) {
                return ResponseEntity.ok(dryRun(written));
            }
            idempotency = key.map(it -> IdempotencyKeys.idempotency(it, asked, body)).orElse(null);
            checked = written.with(files.taken(caller, written.model().capabilities(), written.request().fields()));
        }
        var job = intake.job(caller, checked, idempotency);
        return switch (intake.accept(job)) {
            case Acceptance.Accepted it -> answer(it.job(), CurrentJob.accepted(job, it, checked.model()),
                    ResponseEntity.accepted());
            case Acceptance.Repeated(var earlier) -> answer(earlier, jobs.find(earlier, caller, request)
                    .orElseThrow(() -> new IllegalStateException("job " + earlier + " was stored and is gone")),
                    ResponseEntity.accepted().header("Idempotency-Replayed", "true"));
            case Acceptance.KeyReused() -> throw Refusal.of(ProblemCode.IDEMPOTENCY_KEY_REUSED,
                    "Another request came with this Idempotency-Key. Take a new key for a new request.");
        };
    }

    private DryRunView dryRun(CheckedRequest checked) {
        var provider = checked.model().provider();
        return DryRunView.of(checked, catalog.provider(provider)
                .orElseThrow(
                        () -> new IllegalStateException("there is a model of " + provider + " and no such provider"))
                .spec(), snapshots.waiting(provider, MOST_COUNTED));
    }

    private static ResponseEntity<JobView> answer(JobId job, CurrentJob current, ResponseEntity.BodyBuilder response) {
        return current.answer(response.location(URI.create("/api/v1/generate/jobs/" + job)));
    }

    private Category category(String slug) {
        var served = catalog.categories();
        Optional<Category> known = Arrays.stream(Category.values()).filter(it -> it.slug().equals(slug)).findFirst();
        return known.filter(served::contains)
                .orElseThrow(() -> Refusal.of(ProblemCode.UNKNOWN_CATEGORY, "No model does '"
                        + (slug.length() > 40 ? slug.substring(0, 40) + "…" : slug) + "'. What there is: "
                        + served.stream().map(Category::slug).collect(Collectors.joining(", ")) + "."));
    }
}
