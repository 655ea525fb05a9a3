package dev.atelier.simulator.kie;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

import dev.atelier.simulator.callbacks.Callbacks;
import dev.atelier.simulator.faults.Fate;
import dev.atelier.simulator.faults.FaultBoard;
import dev.atelier.simulator.submissions.Submissions;
import dev.atelier.simulator.tasks.Task;
import dev.atelier.simulator.tasks.Tasks;

/** Kie's asynchronous HTTP API: each family of endpoints takes tasks in one place and tells of them in another. */
@RestController
@RequestMapping("/kie/api/v1")
class KieController {

    private static final String CALLBACK = "callBackUrl";

    private final KieDoor door;
    private final MarketFamily market;
    private final VeoFamily veo;
    private final Gpt4oFamily gpt4o;
    private final FluxFamily flux;
    private final RunwayFamily runway;
    private final SunoFamily suno;
    private final KieCallbacks letters;
    private final Callbacks callbacks;
    private final FaultBoard faults;
    private final Submissions submissions;
    private final Tasks tasks;

    KieController(KieDoor door, MarketFamily market, VeoFamily veo, Gpt4oFamily gpt4o, FluxFamily flux,
            RunwayFamily runway, SunoFamily suno, KieCallbacks letters, Callbacks callbacks, FaultBoard faults,
            Submissions submissions, Tasks tasks) {
        this.door = door;
        this.market = market;
        this.veo = veo;
        this.gpt4o = gpt4o;
        this.flux = flux;
        this.runway = runway;
        this.suno = suno;
        this.letters = letters;
        this.callbacks = callbacks;
        this.faults = faults;
        this.submissions = submissions;
        this.tasks = tasks;
    }

    @PostMapping("/jobs/createTask")
    ResponseEntity<byte[]> createTask(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            HttpServletRequest request) throws IOException {
        return submit(market, authorization, request);
    }

    @PostMapping("/veo/generate")
    ResponseEntity<byte[]> generateVeo(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            HttpServletRequest request) throws IOException {
        return submit(veo, authorization, request);
    }

    @PostMapping("/gpt4o-image/generate")
    ResponseEntity<byte[]> generateGpt4o(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            HttpServletRequest request) throws IOException {
        return submit(gpt4o, authorization, request);
    }

    @PostMapping("/flux/kontext/generate")
    ResponseEntity<byte[]> generateFlux(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            HttpServletRequest request) throws IOException {
        return submit(flux, authorization, request);
    }

    @PostMapping("/runway/generate")
    ResponseEntity<byte[]> generateRunway(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            HttpServletRequest request) throws IOException {
        return submit(runway, authorization, request);
    }

    @PostMapping("/generate")
    ResponseEntity<byte[]> generateSuno(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            HttpServletRequest request) throws IOException {
        return submit(suno, authorization, request);
    }

    @GetMapping("/jobs/recordInfo")
    JsonNode recordInfo(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestParam(required = false) @Nullable String taskId) {
        return tell(market, authorization, taskId);
    }

    @GetMapping("/veo/record-info")
    JsonNode veoRecord(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestParam(required = false) @Nullable String taskId) {
        return tell(veo, authorization, taskId);
    }

    @GetMapping("/gpt4o-image/record-info")
    JsonNode gpt4oRecord(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestParam(required = false) @Nullable String taskId) {
        return tell(gpt4o, authorization, taskId);
    }

    @GetMapping("/flux/kontext/record-info")
    JsonNode fluxRecord(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestParam(required = false) @Nullable String taskId) {
        return tell(flux, authorization, taskId);
    }

    @GetMapping("/runway/record-detail")
    JsonNode runwayRecord(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestParam(required = false) @Nullable String taskId) {
        return tell(runway, authorization, taskId);
    }

    @GetMapping("/generate/record-info")
    JsonNode sunoRecord(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestParam(required = false) @Nullable String taskId) {
        return tell(suno, authorization, taskId);
    }

    @GetMapping("/chat/credit")
    JsonNode credit(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization) {
        door.authenticate(authorization);
        return Envelope.object().put("code", 200).put("msg", "success").put("data", 1_000_000);
    }

    private ResponseEntity<byte[]> submit(KieFamily family, @Nullable String authorization, HttpServletRequest request)
            throws IOException {
        door.authenticate(authorization);
        var body = door.body(request);
        var target = target(body.remove(CALLBACK));
        var order = family.order(body, target);
        var fate = faults.nextSubmission(Kie.NAME);
        KieDoor.refuse(fate.refusal());

        var now = Instant.now();
        var task = new Task(Kie.NAME, UUID.randomUUID().toString().replace("-", ""), order.model(), order.prompt(),
                order.shown(), order.product(), order.credits(), now, now.plus(Submissions.work(fate)), fate.ending());
        if (target == null) {
            submissions.accept(task, null, null, fate);
        } else {
            submissions.accept(task, KieCallbacks.reference(target),
                    letters.of(task, target, () -> family.calledBack(task)), fate);
            announce(family, task, target, fate);
        }
        var answer = Envelope.of(200, "success", Envelope.object().put("taskId", task.id()));
        return Submissions.answer(answer.toString(), fate, request);
    }

    /** A task that is done at once skips what would come on the way. */
    private void announce(KieFamily family, Task task, URI target, Fate fate) {
        var work = Duration.between(task.createdAt(), task.doneAt());
        if (work.isPositive()) {
            family.calledBackBefore(task)
                    .forEach(it -> callbacks.plan(letters.of(task, target, it.body()),
                            work.multipliedBy(it.percent()).dividedBy(100), fate));
        }
    }

    private JsonNode tell(KieFamily family, @Nullable String authorization, @Nullable String taskId) {
        door.authenticate(authorization);
        if (taskId == null || taskId.isEmpty()) {
            throw new KieError(400, "taskId is required");
        }
        var fate = faults.nextPoll(Kie.NAME);
        var task = tasks.find(Kie.NAME, taskId)
                .filter(family::took)
                .orElseThrow(() -> new KieError(422, "recordInfo is null"));
        return switch (fate) {
            case SERVER_ERROR -> throw new KieError(500, "Server error", 500);
            case ANSWERED -> Envelope.of(200, "success", family.recorded(task, Instant.now()));
            case UNKNOWN_STATUS -> {
                var record = family.recorded(task, Instant.now());
                family.puzzle(record);
                yield Envelope.of(200, "success", record);
            }
        };
    }

    private static @Nullable URI target(@Nullable JsonNode given) {
        if (given == null || given.isNull()) {
            return null;
        }
        try {
            var url = URI.create(given.asString(""));
            if (url.getRawAuthority() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw new KieError(422, CALLBACK + " is not a URL: " + e.getMessage());
        }
        throw new KieError(422, CALLBACK + " is not an http(s) URL");
    }
}
