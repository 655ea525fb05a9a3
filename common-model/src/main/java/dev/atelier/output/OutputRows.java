package dev.atelier.output;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.atelier.job.JobId;
import dev.atelier.persistence.SqlArrays;
import dev.atelier.user.UserId;

/**
 * Where outputs lie, and their end. One is deleted in three steps, so that a file is never left without a row that knows it: it
 * is marked, and shown to nobody from then on; its file is removed from the store; its key is forgotten.
 */
public final class OutputRows {
    private final JdbcClient jdbc;

    public OutputRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Where its bytes are: one of {@code url} (at the provider), {@code text} and {@code key} (in our store), or none of them
     * when it is deleted.
     *
     * @param size   in bytes, of what is in the store
     * @param sha256 as above, in hex
     */
    public record Content(UUID id, JobId job, int position, boolean isDeleted, @Nullable String contentType,
            @Nullable String url, @Nullable String text, @Nullable String key, long size, @Nullable String sha256) {}

    /** Empty for an unknown output and for somebody else's alike. */
    public Optional<Content> find(UUID output, UserId owner) {
        return jdbc.sql("""
                select o.id, o.job_id, o.position, o.deleted_at is not null as deleted, o.content_type, o.url, o.text,
                       o.store_key, coalesce(o.size, 0) as size, o.sha256
                  from generated_outputs o join generation_jobs j on j.id = o.job_id
                 where o.id = :id and j.user_id = :owner""")
                .param("id", output)
                .param("owner", owner.value())
                .query((row, n) -> new Content(row.getObject("id", UUID.class),
                        new JobId(row.getObject("job_id", UUID.class)), row.getInt("position"),
                        row.getBoolean("deleted"), row.getString("content_type"), row.getString("url"),
                        row.getString("text"), row.getString("store_key"), row.getLong("size"),
                        row.getString("sha256")))
                .optional();
    }

    /** Marks it as deleted; what is not a file goes at once. A second time changes nothing. */
    public void delete(UUID output) {
        jdbc.sql("""
                update generated_outputs set deleted_at = now(), url = null, text = null
                 where id = :id and deleted_at is null""").param("id", output).update();
    }

    /**
     * Marks files that were stored longer ago.
     *
     * @return how many; less than the limit: there are no more
     */
    public int expire(Duration after, int limit) {
        return jdbc.sql("""
                update generated_outputs set deleted_at = now()
                 where id = any(array(
                       select id from generated_outputs
                        where store_key is not null and deleted_at is null
                          and created_at < now() - cast(:after as interval)
                        order by created_at limit :limit for update skip locked))""")
                .param("after", after.toString())
                .param("limit", limit)
                .update();
    }

    /** A file that is to be removed from the store. */
    public record Leaving(UUID output, String key) {}

    /** The oldest of them. */
    public List<Leaving> leaving(int limit) {
        return jdbc.sql("""
                select id, store_key from generated_outputs
                 where store_key is not null and deleted_at is not null order by deleted_at limit :limit""")
                .param("limit", limit)
                .query((row, n) -> new Leaving(row.getObject("id", UUID.class), row.getString("store_key")))
                .list();
    }

    /** They are removed from the store. */
    public void left(List<UUID> outputs) {
        jdbc.sql("""
                update generated_outputs set store_key = null
                 where id = any(cast(:ids as uuid[])) and deleted_at is not null""")
                .param("ids", SqlArrays.of(outputs, it -> it))
                .update();
    }

    /** Those of the keys of this job's that no row knows. */
    public Set<String> unknown(JobId job, Set<String> keys) {
        var known = jdbc.sql("select store_key from generated_outputs where job_id = :job and store_key is not null")
                .param("job", job.value())
                .query(String.class)
                .list();
        return keys.stream().filter(it -> !known.contains(it)).collect(Collectors.toUnmodifiableSet());
    }
}
