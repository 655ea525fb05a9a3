package dev.atelier.api.jobs;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.atelier.api.fastpath.FastEndpoints;
import dev.atelier.api.fastpath.FastRoute;
import dev.atelier.api.input.Ids;
import dev.atelier.api.problems.ProblemCode;
import dev.atelier.api.problems.Refusal;
import dev.atelier.api.security.Caller;
import dev.atelier.catalog.ProviderId;
import dev.atelier.job.JobId;
import dev.atelier.job.JobStatus;

@RestController
@RequestMapping(path = "/api/v1/generate/jobs", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Jobs", description = "What became of a request")
class JobController implements FastEndpoints {
    private final JobReader jobs;
    private final JobPolls polls;
    private final JobCancellation cancellation;

    JobController(JobReader jobs, JobPolls polls, JobCancellation cancellation) {
        this.jobs = jobs;
        this.polls = polls;
        this.cancellation = cancellation;
    }

    @Override
    public List<FastRoute> fastRoutes() {
        return List.of(FastRoute.get("/api/v1/generate/jobs/{jobId}",
                it -> find(it.variable(), it.header(HttpHeaders.IF_NONE_MATCH), it.caller(), it.http())));
    }

    @GetMapping("/{jobId}")
    @Operation(operationId = "getJob", summary = "Shows a job",
            description = "While it is live, Retry-After says when to ask again. Send the ETag"
                    + " as If-None-Match: 304 means that nothing has changed.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = JobView.class)))
    @ApiResponse(responseCode = "304", description = "Nothing has changed since that ETag")
    @ApiResponse(responseCode = "400", description = "invalid_request: jobId is not a UUID")
    @ApiResponse(responseCode = "404", description = "job_not_found: there is none, or it is somebody else's")
    ResponseEntity<byte[]> find(@PathVariable String jobId,
            @Parameter(hidden = true) @RequestHeader(name = HttpHeaders.IF_NONE_MATCH,
                    required = false) @Nullable String known,
            Caller caller, HttpServletRequest request) {
        var id = new JobId(Ids.uuid("jobId", jobId));
        return polls.answer(id, caller, OutputUrls.of(request), known).orElseThrow(() -> notFound(id));
    }

    @PostMapping("/{jobId}/cancel")
    @Operation(operationId = "cancelJob", summary = "Stops a job",
            description = "`cancellation.effect` of the answer tells the truth: NOTHING_SPENT,"
                    + " STOPPED_AT_PROVIDER, or NOT_STOPPED when the provider works on in vain and may charge for it; absent while"
                    + " the provider is still being asked. A job that has ended is left as it is.")
    @ApiResponse(responseCode = "200", description = "The job as it is now; a second cancel answers the same")
    @ApiResponse(responseCode = "400", description = "invalid_request: jobId is not a UUID")
    @ApiResponse(responseCode = "404", description = "job_not_found: there is none, or it is somebody else's")
    @ApiResponse(responseCode = "409", description = "job_ended: it is COMPLETED or FAILED already")
    ResponseEntity<JobView> cancel(@PathVariable String jobId, Caller caller, HttpServletRequest request) {
        var id = new JobId(Ids.uuid("jobId", jobId));
        var before = find(id, caller, request);
        cancellation.cancel(id, caller, new ProviderId(before.view().provider()));
        var after = find(id, caller, request);
        if (after.view().stage() == JobStatus.COMPLETED || after.view().stage() == JobStatus.FAILED) {
            throw Refusal.of(ProblemCode.JOB_ENDED, "Too late: the job is " + after.view().stage() + ".");
        }
        return after.answer(ResponseEntity.ok());
    }

    private CurrentJob find(JobId id, Caller caller, HttpServletRequest request) {
        return jobs.find(id, caller, request).orElseThrow(() -> notFound(id));
    }

    private static Refusal notFound(JobId id) {
        return Refusal.of(ProblemCode.JOB_NOT_FOUND, "You have no job " + id + ".");
    }
}
