package dev.atelier.simulator.kie;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

import dev.atelier.simulator.tasks.Task;

/** One of Kie's families of endpoints: each has its own form of a request, of a record and of a callback. */
interface KieFamily {

    /**
     * What a request asks for.
     *
     * @param body
     *            without the callback's address
     * @throws KieError
     *             when it is not valid
     */
    KieModel.Order order(ObjectNode body, @Nullable URI callback);

    /** Whether it has this task: each family knows its own only. */
    boolean took(Task task);

    /** The data of a record. */
    ObjectNode recorded(Task task, Instant now);

    /** Puts a state into a record's data that no page of Kie's knows. */
    void puzzle(ObjectNode recorded);

    /** The body of the callback when the task has ended. */
    ObjectNode calledBack(Task task);

    /** Callbacks ahead of that one. */
    default List<Interim> calledBackBefore(Task task) {
        return List.of();
    }

    /**
     * A callback in the middle of the work.
     *
     * @param percent
     *            how much of the time for the work has passed by then
     */
    record Interim(int percent, Supplier<ObjectNode> body) {}
}
