package dev.atelier.simulator.kie;

import java.net.URI;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.faults.Ending;
import dev.atelier.simulator.tasks.Task;

/** The families whose record has a flag for the state: 0 it works, 1 it is done, 2 and 3 it failed. */
abstract sealed class FlaggedFamily implements KieFamily permits VeoFamily, Gpt4oFamily, FluxFamily {

    private static final int WORKING = 0;
    private static final int DONE = 1;
    private static final int FAILED = 3;
    private static final int UNKNOWN = 9;

    private final OwnForm form;

    FlaggedFamily(OwnForm form) {
        this.form = form;
    }

    /** Where the files are. */
    abstract ObjectNode response(Task task);

    /** A time as this family writes it. */
    abstract JsonNode time(Instant time);

    @Override
    public KieModel.Order order(ObjectNode body, @Nullable URI callback) {
        return form.order(body);
    }

    @Override
    public boolean took(Task task) {
        return form.has(task.model());
    }

    @Override
    public ObjectNode recorded(Task task, Instant now) {
        var done = task.stage(now) == Task.Stage.DONE;
        var data = Envelope.object()
                .put("taskId", task.id())
                .put("paramJson", task.request())
                .set("createTime", time(task.createdAt()));
        if (!done) {
            return data.putNull("completeTime")
                    .putNull("response")
                    .put("successFlag", WORKING)
                    .putNull("errorCode")
                    .put("errorMessage", "");
        }
        data.set("completeTime", time(task.doneAt()));
        if (task.ending() == Ending.DELIVERED) {
            return data.put("successFlag", DONE)
                    .putNull("errorCode")
                    .put("errorMessage", "")
                    .set("response", response(task));
        }
        var failure = TaskFailure.of(task.ending());
        return data.putNull("response")
                .put("successFlag", FAILED)
                .put("errorCode", failure.code())
                .put("errorMessage", failure.words());
    }

    @Override
    public void puzzle(ObjectNode recorded) {
        recorded.put("successFlag", UNKNOWN);
    }

    @Override
    public ObjectNode calledBack(Task task) {
        var data = Envelope.object().put("taskId", task.id());
        if (task.ending() != Ending.DELIVERED) {
            var failure = TaskFailure.of(task.ending());
            return Envelope.of(failure.code(), failure.words(), data);
        }
        return Envelope.of(200, "success", data.set("info", info(task)));
    }

    /** The same in a callback. */
    abstract ObjectNode info(Task task);
}
