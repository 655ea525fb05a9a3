package dev.atelier.api.admin;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import dev.atelier.api.input.Ids;
import dev.atelier.api.problems.ProblemCode;
import dev.atelier.api.problems.Refusal;
import dev.atelier.catalog.FieldProblem;
import dev.atelier.deadletter.DeadLetter;
import dev.atelier.deadletter.DeadLetters;
import dev.atelier.messaging.Nudges;

/** Dead letters, for operators. A letter is forgotten only when the broker has confirmed its replay, or it is dropped. */
@RestController
@RequestMapping(path = "/api/v1/admin/dead-letters", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Dead letters", description = "For operators: messages that could not be handled")
class DeadLetterController {
    private static final int MOST = 200;

    private final DeadLetters letters;
    private final Nudges nudges;

    DeadLetterController(DeadLetters letters, Nudges nudges) {
        this.letters = letters;
        this.nudges = nudges;
    }

    @GetMapping
    @Operation(operationId = "listDeadLetters", summary = "Lists them, the newest first",
            description = "The next page begins before the last id of this one.")
    @ApiResponse(responseCode = "200")
    @ApiResponse(responseCode = "403", description = "forbidden: this takes an operator's key")
    List<DeadLetterView> list(@RequestParam(required = false) @Nullable String before,
            @RequestParam(required = false, defaultValue = "50") String limit) {
        return letters.list(before == null ? null : Ids.uuid("before", before), limit(limit))
                .stream()
                .map(DeadLetterView::brief)
                .toList();
    }

    @GetMapping("/{id}")
    @Operation(operationId = "getDeadLetter", summary = "Shows one, with headers and body")
    @ApiResponse(responseCode = "200")
    @ApiResponse(responseCode = "404", description = "dead_letter_not_found")
    DeadLetterView show(@PathVariable String id) {
        return DeadLetterView.whole(find(Ids.uuid("id", id)));
    }

    @PostMapping("/{id}/replay")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "replayDeadLetter", summary = "Sends one back to its queue",
            description = "Should it fail again, it comes back here as a new one.")
    @ApiResponse(responseCode = "204", description = "The broker has it")
    @ApiResponse(responseCode = "404", description = "dead_letter_not_found")
    @ApiResponse(responseCode = "503",
            description = "temporarily_unavailable: the broker did not confirm; it is still here")
    void replay(@PathVariable String id) {
        var letter = find(Ids.uuid("id", id));
        try {
            nudges.replay(letter).join();
        } catch (CompletionException e) {
            throw Refusal.of(ProblemCode.TEMPORARILY_UNAVAILABLE,
                    "The broker has not confirmed it, so it is still here. Try again.");
        }
        letters.drop(letter.id());
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "dropDeadLetter", summary = "Drops one for good")
    @ApiResponse(responseCode = "204")
    @ApiResponse(responseCode = "404", description = "dead_letter_not_found")
    void drop(@PathVariable String id) {
        if (!letters.drop(Ids.uuid("id", id))) {
            throw notFound(id);
        }
    }

    private DeadLetter find(UUID id) {
        return letters.find(id).orElseThrow(() -> notFound(id.toString()));
    }

    private static Refusal notFound(String id) {
        return Refusal.of(ProblemCode.DEAD_LETTER_NOT_FOUND, "There is no dead letter " + id + ".");
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw refusedLimit(text);
        }
        throw refusedLimit(text);
    }

    private static Refusal refusedLimit(String text) {
        return Refusal.of(new FieldProblem("limit", Ids.shown(text), "a whole number from 1 to " + MOST));
    }
}
