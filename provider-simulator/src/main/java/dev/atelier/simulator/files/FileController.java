package dev.atelier.simulator.files;

import java.io.IOException;
import java.time.Instant;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import dev.atelier.simulator.pictures.Painter;
import dev.atelier.simulator.tasks.Task;
import dev.atelier.simulator.tasks.Tasks;

/** Draws while it answers; no picture is kept. */
@RestController
class FileController {

    private final Tasks tasks;
    private final Painter painter;

    FileController(Tasks tasks, Painter painter) {
        this.tasks = tasks;
        this.painter = painter;
    }

    @GetMapping("/files/{provider}/{taskId}/{number:\\d{1,3}}.{extension:png|jpg}")
    void file(@PathVariable String provider, @PathVariable String taskId, @PathVariable int number,
            @PathVariable String extension, HttpServletResponse response) throws IOException {
        var picture = tasks.find(provider, taskId)
                .filter(task -> named(task, extension))
                .map(task -> task.picture(number, Instant.now()))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        response.setContentType(picture.format().mediaType());
        painter.draw(picture, response.getOutputStream());
    }

    private static boolean named(Task task, String extension) {
        return task.format().extension().equals(extension);
    }
}
