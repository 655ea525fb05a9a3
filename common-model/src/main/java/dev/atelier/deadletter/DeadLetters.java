package dev.atelier.deadletter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The dead letters' rows. */
public final class DeadLetters {
    /** Header of a dead message: why it is dead. */
    public static final String REASON = "atelier-reason";
    /** Header of a dead message: the queue that it was consumed from. */
    public static final String QUEUE = "atelier-queue";

    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};
    private static final String COLUMNS = "id, queue, type, reason, content_type, headers, body, died_at";

    private final JdbcClient jdbc;

    public DeadLetters(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps the letter; one with the same id is kept once. */
    public void keep(UUID id, String queue, String type, String reason, String contentType, Map<String, ?> headers,
            byte[] body) {
        var texts = new TreeMap<String, String>();
        headers.forEach((name, value) -> texts.put(name, String.valueOf(value)));
        jdbc.sql("""
                insert into dead_letters (id, queue, type, reason, content_type, headers, body)
                values (:id, :queue, :type, :reason, :contentType, cast(:headers as jsonb), :body)
                on conflict (id) do nothing""")
                .param("id", id)
                .param("queue", queue)
                .param("type", type)
                .param("reason", reason)
                .param("contentType", contentType)
                .param("headers", JsonMapper.shared().writeValueAsString(texts))
                .param("body", body)
                .update();
    }

    /**
     * The newest first.
     *
     * @param before only those with a smaller id, for the next page; null for the first
     */
    public List<DeadLetter> list(@Nullable UUID before, int limit) {
        return jdbc.sql("select " + COLUMNS + " from dead_letters where cast(:before as uuid) is null or id < :before"
                + " order by id desc limit :limit")
                .param("before", before)
                .param("limit", limit)
                .query(DeadLetters::letter)
                .list();
    }

    public Optional<DeadLetter> find(UUID id) {
        return jdbc.sql("select " + COLUMNS + " from dead_letters where id = :id")
                .param("id", id)
                .query(DeadLetters::letter)
                .optional();
    }

    /** Forgets it for good. False: there is none. */
    public boolean drop(UUID id) {
        return jdbc.sql("delete from dead_letters where id = :id").param("id", id).update() == 1;
    }

    public long count() {
        return jdbc.sql("select count(*) from dead_letters").query(Long.class).single();
    }

    private static DeadLetter letter(ResultSet row, int n) throws SQLException {
        return new DeadLetter(row.getObject("id", UUID.class), row.getString("queue"), row.getString("type"),
                row.getString("reason"), row.getString("content_type"),
                JsonMapper.shared().readValue(row.getString("headers"), HEADERS), row.getBytes("body"),
                row.getObject("died_at", OffsetDateTime.class).toInstant());
    }
}
