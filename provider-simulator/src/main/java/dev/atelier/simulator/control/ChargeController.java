package dev.atelier.simulator.control;

import java.io.IOException;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

import dev.atelier.simulator.charges.Charge;
import dev.atelier.simulator.charges.Charges;

/** What would have been paid for: the evidence that a job was not submitted twice. */
@RestController
@RequestMapping("/__simulator/charges")
class ChargeController {

    private final Charges charges;
    private final JsonMapper mapper;

    ChargeController(Charges charges, JsonMapper mapper) {
        this.charges = charges;
        this.mapper = mapper;
    }

    /** Written as it is read, for there may be a million. */
    @GetMapping
    void list(@RequestParam(required = false) @Nullable String provider,
            @RequestParam(required = false) @Nullable String reference, HttpServletResponse response)
            throws IOException {
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        try (var out = mapper.writer().writeValuesAsArray(response.getOutputStream())) {
            matching(provider, reference).forEach(out::write);
        }
    }

    @GetMapping("/count")
    Count count(@RequestParam(required = false) @Nullable String provider,
            @RequestParam(required = false) @Nullable String reference) {
        return new Count(matching(provider, reference).count(), charges.forgotten());
    }

    private Stream<Charge> matching(@Nullable String provider, @Nullable String reference) {
        return charges.all()
                .filter(charge -> provider == null || charge.provider().equals(provider))
                .filter(charge -> reference == null || reference.equals(charge.reference()));
    }

    /**
     * @param forgotten
     *            charges of any kind that were too many to be kept; above 0 a count proves nothing
     */
    record Count(long count, long forgotten) {}
}
