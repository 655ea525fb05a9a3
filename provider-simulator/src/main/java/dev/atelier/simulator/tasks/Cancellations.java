package dev.atelier.simulator.tasks;

import java.util.LinkedHashSet;
import java.util.Set;

import org.springframework.stereotype.Component;

/** The tasks that were stopped before their end, for providers that can be asked to. The oldest are forgotten. */
@Component
public class Cancellations {

    private static final int KEPT = 10_000;

    private final Set<String> ids = new LinkedHashSet<>();

    public synchronized void add(Task task) {
        ids.add(key(task));
        if (ids.size() > KEPT) {
            ids.remove(ids.iterator().next());
        }
    }

    public synchronized boolean contains(Task task) {
        return ids.contains(key(task));
    }

    private static String key(Task task) {
        return task.provider() + " " + task.id();
    }
}
