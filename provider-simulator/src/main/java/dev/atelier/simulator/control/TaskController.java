package dev.atelier.simulator.control;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import dev.atelier.simulator.faults.Ending;
import dev.atelier.simulator.products.Product;
import dev.atelier.simulator.tasks.Task;
import dev.atelier.simulator.tasks.Tasks;

/** One task as the simulator sees it, to find out why a test went as it did. */
@RestController
class TaskController {

    private final Tasks tasks;

    TaskController(Tasks tasks) {
        this.tasks = tasks;
    }

    @GetMapping("/__simulator/tasks/{providerJobId}")
    ResponseEntity<TaskView> task(@PathVariable String providerJobId) {
        return ResponseEntity.of(tasks.find(providerJobId).map(TaskView::of));
    }

    record TaskView(String provider, String providerJobId, String model, String prompt, String mediaType,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String size, int files, Task.Stage stage,
            Ending ending, Instant createdAt, Instant doneAt) {

        static TaskView of(Task task) {
            return new TaskView(task.provider(), task.id(), task.model(), task.prompt(),
                    task.product().mediaType(),
                    task.product() instanceof Product.Pictures it ? it.size().toString() : null,
                    task.product().count(), task.stage(Instant.now()), task.ending(), task.createdAt(), task.doneAt());
        }
    }
}
