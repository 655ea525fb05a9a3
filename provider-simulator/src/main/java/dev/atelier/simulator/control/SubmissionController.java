package dev.atelier.simulator.control;

import java.util.Map;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.atelier.simulator.submissions.InFlight;

/** Submissions that are being answered, provider by provider: the evidence that nobody gets more at a time than agreed. */
@RestController
class SubmissionController {

    private final InFlight inFlight;

    SubmissionController(InFlight inFlight) {
        this.inFlight = inFlight;
    }

    @GetMapping("/__simulator/submissions")
    Map<String, InFlight.Count> counts() {
        return inFlight.counts();
    }
}
