package dev.atelier.baseline;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** One row written, committed and answered; one row read by its key. */
@RestController
@RequestMapping("/rows")
class RowsController {
    private final JdbcClient jdbc;

    RowsController(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Row(UUID id, String status, String body, Instant createdAt) {}

    record Accepted(UUID id, String status) {}

    @PostMapping
    ResponseEntity<Accepted> write(@RequestBody String body) {
        var row = new Accepted(UUID.randomUUID(), "PENDING");
        jdbc.sql("insert into baseline_rows (id, status, body) values (:id, :status, :body)")
                .param("id", row.id())
                .param("status", row.status())
                .param("body", body)
                .update();
        return ResponseEntity.accepted().body(row);
    }

    @GetMapping("/{id}")
    ResponseEntity<Row> read(@PathVariable UUID id) {
        return ResponseEntity.of(jdbc.sql("select id, status, body, created_at from baseline_rows where id = :id")
                .param("id", id)
                .query((row, n) -> new Row(row.getObject("id", UUID.class), row.getString("status"),
                        row.getString("body"), row.getObject("created_at", OffsetDateTime.class).toInstant()))
                .optional());
    }
}
