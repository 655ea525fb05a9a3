package dev.atelier.simulator.tasks;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.stereotype.Component;

/** The tasks of all providers, each provider's apart and in the order they came. */
@Component
public class Tasks {

    private final TaskProperties limits;
    private final Map<String, Shelf> shelves = new ConcurrentHashMap<>();

    Tasks(TaskProperties limits) {
        this.limits = limits;
    }

    public void add(Task task) {
        shelf(task.provider()).add(task);
    }

    public Optional<Task> find(String provider, String id) {
        return shelf(provider).find(id);
    }

    /** Whichever provider it is with. */
    public Optional<Task> find(String id) {
        return shelves.values().stream().flatMap(shelf -> shelf.find(id).stream()).findFirst();
    }

    /** As if it had never been: for providers where a task can be deleted. */
    public void remove(String provider, String id) {
        shelf(provider).remove(id);
    }

    /** Newest first. */
    public List<Task> page(String provider, int skipped, int size) {
        return shelf(provider).page(skipped, size);
    }

    public int count(String provider) {
        return shelf(provider).count();
    }

    public void clear() {
        shelves.clear();
    }

    private Shelf shelf(String provider) {
        return shelves.computeIfAbsent(provider, name -> new Shelf(limits));
    }

    private static final class Shelf {

        private final int maxKept;
        private final long maxCharacters;
        private final Duration maxAge;
        private final LinkedHashMap<String, Task> tasks = new LinkedHashMap<>();
        private long characters;

        Shelf(TaskProperties limits) {
            this.maxKept = limits.maxKept();
            this.maxCharacters = limits.maxText().toBytes();
            this.maxAge = limits.maxAge();
        }

        synchronized void add(Task task) {
            tasks.put(task.id(), task);
            characters += weight(task);
            forgetTheOldest(task.createdAt().minus(maxAge));
        }

        synchronized Optional<Task> find(String id) {
            return Optional.ofNullable(tasks.get(id))
                    .filter(task -> task.createdAt().isAfter(Instant.now().minus(maxAge)));
        }

        synchronized void remove(String id) {
            var removed = tasks.remove(id);
            if (removed != null) {
                characters -= weight(removed);
            }
        }

        synchronized List<Task> page(int skipped, int size) {
            return tasks.sequencedValues().reversed().stream().skip(skipped).limit(size).toList();
        }

        synchronized int count() {
            return tasks.size();
        }

        private void forgetTheOldest(Instant before) {
            while (tasks.size() > 1 && (tasks.size() > maxKept || characters > maxCharacters
                    || tasks.firstEntry().getValue().createdAt().isBefore(before))) {
                var oldest = tasks.pollFirstEntry();
                characters -= weight(oldest.getValue());
            }
        }

        private static long weight(Task task) {
            return (long) task.prompt().length() + task.request().length();
        }
    }
}
