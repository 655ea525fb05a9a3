package dev.atelier.simulator.control;

import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import dev.atelier.simulator.callbacks.AccountWebhook;
import dev.atelier.simulator.callbacks.Callbacks;
import dev.atelier.simulator.charges.Charges;
import dev.atelier.simulator.faults.FaultBoard;
import dev.atelier.simulator.submissions.InFlight;
import dev.atelier.simulator.tasks.Tasks;

/** Back to how the process started. */
@RestController
class ResetController {

    private final FaultBoard board;
    private final Callbacks callbacks;
    private final Tasks tasks;
    private final Charges charges;
    private final List<AccountWebhook> webhooks;
    private final InFlight inFlight;

    ResetController(FaultBoard board, Callbacks callbacks, Tasks tasks, Charges charges,
            List<AccountWebhook> webhooks, InFlight inFlight) {
        this.board = board;
        this.callbacks = callbacks;
        this.tasks = tasks;
        this.charges = charges;
        this.webhooks = webhooks;
        this.inFlight = inFlight;
    }

    @DeleteMapping("/__simulator")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void reset() {
        board.reset();
        callbacks.forget();
        tasks.clear();
        charges.clear();
        webhooks.forEach(AccountWebhook::reset);
        inFlight.reset();
    }
}
