package dev.atelier.simulator.files;

import java.io.IOException;
import java.time.Instant;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import dev.atelier.simulator.products.Products;
import dev.atelier.simulator.tasks.Tasks;

/** Makes them while it answers; none is kept. */
@RestController
class FileController {

    private final Tasks tasks;
    private final Products products;

    FileController(Tasks tasks, Products products) {
        this.tasks = tasks;
        this.products = products;
    }

    @GetMapping("/files/{provider}/{taskId}/{number:\\d{1,3}}.{extension:png|jpg|mp4|mp3|wav|opus|aac|flac|pcm}")
    void file(@PathVariable String provider, @PathVariable String taskId, @PathVariable int number,
            @PathVariable String extension, HttpServletResponse response) throws IOException {
        var task = tasks.find(provider, taskId)
                .filter(it -> it.product().extension().equals(extension) && it.has(number, Instant.now()))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        response.setContentType(task.product().mediaType());
        products.write(task.product(), task.prompt(), task.caption(), number, response.getOutputStream());
    }
}
