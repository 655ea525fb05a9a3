package dev.atelier.input;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;

import dev.atelier.persistence.SqlArrays;
import dev.atelier.user.UserId;

/** The rows of inputs. Each method is one statement; those that say "used" move {@link Input#lastUsedAt()}. */
public final class UserInputs {
    private static final String COLUMNS = "id, user_id, sha256, content_type, size, created_at, last_used_at";

    private final JdbcClient jdbc;

    public UserInputs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Records an input whose bytes are in the store already. When the user has the same bytes under another id, that one is
     * returned, and nobody will ever name the new one.
     */
    public Input add(InputId id, UserId user, String sha256, String contentType, long size) {
        return jdbc.sql("""
                insert into inputs (id, user_id, sha256, content_type, size) values (:id, :user, :sha, :type, :size)
                on conflict (user_id, sha256) do update set last_used_at = now() returning %s""".formatted(COLUMNS))
                .param("id", id.value())
                .param("user", user.value())
                .param("sha", sha256)
                .param("type", contentType)
                .param("size", size)
                .query(UserInputs::input)
                .single();
    }

    /** The user's input with these bytes. */
    public Optional<Input> used(UserId user, String sha256) {
        return jdbc.sql("update inputs set last_used_at = now() where user_id = :user and sha256 = :sha returning "
                + COLUMNS).param("user", user.value()).param("sha", sha256).query(UserInputs::input).optional();
    }

    /** Those of them that are the user's, in no order. */
    public List<Input> used(UserId user, Collection<InputId> ids) {
        return ids.isEmpty() ? List.of() : jdbc.sql("""
                update inputs set last_used_at = now()
                 where user_id = :user and id = any(cast(:ids as uuid[])) returning %s""".formatted(COLUMNS))
                .param("user", user.value())
                .param("ids", SqlArrays.of(List.copyOf(ids), InputId::value))
                .query(UserInputs::input)
                .list();
    }

    /** Empty too when it is somebody else's. */
    public Optional<Input> find(UserId user, InputId id) {
        return jdbc.sql("select " + COLUMNS + " from inputs where user_id = :user and id = :id")
                .param("user", user.value())
                .param("id", id.value())
                .query(UserInputs::input)
                .optional();
    }

    /** Whoever's it is: only for whoever has proven to be let in ({@link InputLinks}). */
    public Optional<Input> find(InputId id) {
        return jdbc.sql("select " + COLUMNS + " from inputs where id = :id")
                .param("id", id.value())
                .query(UserInputs::input)
                .optional();
    }

    /** What was removed; its bytes are to be removed after it. */
    public Optional<Input> remove(UserId user, InputId id) {
        return jdbc.sql("delete from inputs where user_id = :user and id = :id returning " + COLUMNS)
                .param("user", user.value())
                .param("id", id.value())
                .query(UserInputs::input)
                .optional();
    }

    private static Input input(ResultSet row, int n) throws SQLException {
        return new Input(new InputId(row.getObject("id", UUID.class)), new UserId(row.getObject("user_id", UUID.class)),
                row.getString("sha256"), row.getString("content_type"), row.getLong("size"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_used_at", OffsetDateTime.class).toInstant());
    }
}
