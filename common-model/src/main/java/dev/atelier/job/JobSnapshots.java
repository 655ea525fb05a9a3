package dev.atelier.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

import dev.atelier.catalog.AppliedRequest;
import dev.atelier.catalog.Category;
import dev.atelier.catalog.ModelId;
import dev.atelier.catalog.ProviderId;
import dev.atelier.output.GeneratedOutput;
import dev.atelier.persistence.JsonColumns;
import dev.atelier.persistence.SqlArrays;
import dev.atelier.user.UserId;

/** What is asked of jobs that are not claimed: by workers, by their owners, and of how many wait. */
public final class JobSnapshots {
    private static final String COLUMNS = """
            id, attempt, status, user_id, provider, category, ai_model_id, provider_job_id, retries,
            applied ->> 'model' as model, applied ->> 'operation' as operation,
            coalesce(extract(epoch from now() - accepted_at), 0) as since_accepted,
            coalesce(extract(epoch from now() - uncertain_since), 0) as since_uncertain,
            cancel_requested, deadline_at <= now() as overdue""";
    private static final String SELECT = "select " + COLUMNS
            + " from generation_jobs join job_requests on job_id between id and id where ";

    private static final ObjectReader FIELDS = JsonColumns.JSON
            .readerFor(new TypeReference<LinkedHashMap<String, JsonNode>>() {});
    private static final ObjectReader APPLIED = JsonColumns.JSON.readerFor(AppliedRequest.class);
    private static final ObjectReader LABELS = JsonColumns.JSON
            .readerFor(new TypeReference<TreeMap<String, String>>() {});
    private static final ObjectReader ATTEMPTS = JsonColumns.JSON.readerFor(new TypeReference<List<PastAttempt>>() {});
    private static final ObjectReader OUTPUTS = JsonColumns.JSON
            .readerFor(new TypeReference<List<GeneratedOutput>>() {});

    private final JdbcClient jdbc;

    public JobSnapshots(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<JobSnapshot> find(JobId job) {
        return jdbc.sql(SELECT + "id = :id").param("id", job.value()).query(JobSnapshots::snapshot).optional();
    }

    public Optional<JobSnapshot> find(ProviderId provider, ProviderJobId job) {
        return jdbc.sql(SELECT + "provider = :provider and provider_job_id = :job")
                .param("provider", provider.value())
                .param("job", job.value())
                .query(JobSnapshots::snapshot)
                .optional();
    }

    /**
     * What a callback tells which job it is about.
     *
     * @param job  whose own address was called; null for the account's address: then the provider's id tells
     */
    public record Address(ProviderId provider, ProviderJobId id, @Nullable JobId job) {}

    /** The job of each, in their order, by one statement. */
    public List<Optional<JobSnapshot>> find(List<Address> addresses) {
        var found = new HashMap<Long, JobSnapshot>();
        jdbc.sql("""
                select asked.n, job.*
                  from unnest(cast(:jobs as uuid[]), cast(:providers as text[]), cast(:ids as text[]))
                       with ordinality as asked (job, of_provider, as_id, n)
                 cross join lateral (
                    %1$s id = asked.job
                     union all
                    %1$s asked.job is null and provider = asked.of_provider and provider_job_id = asked.as_id) job"""
                .formatted(SELECT))
                .param("jobs", SqlArrays.of(addresses, Address::job))
                .param("providers", SqlArrays.of(addresses, Address::provider))
                .param("ids", SqlArrays.of(addresses, Address::id))
                .query(row -> {
                    found.put(row.getLong("n"), snapshot(row, 0));
                });
        return inOrder(found, addresses.size());
    }

    /** Those of the jobs that a check can still tell something about. */
    public List<JobSnapshot> checkable(List<JobId> jobs) {
        return jdbc.sql(SELECT + "id = any(cast(:ids as uuid[])) and status in ('PROCESSING', 'UNCERTAIN')")
                .param("ids", SqlArrays.of(jobs, JobId::value))
                .query(JobSnapshots::snapshot)
                .list();
    }

    /** What to look for; empty when the job is not UNCERTAIN any more. */
    public Optional<LostSubmission> lost(JobId job) {
        return jdbc
                .sql("""
                        select asked.applied, extract(epoch from now() - claimed_at) as since_claimed,
                               not exists (select from generation_jobs other join job_requests on job_id between other.id and other.id
                                            where other.due_at is not null and other.provider = job.provider
                                              and other.status in ('SUBMITTING', 'UNCERTAIN') and other.id <> job.id
                                              and applied = asked.applied) as alone
                          from generation_jobs job join job_requests asked on asked.job_id = job.id
                         where id = :id and status = 'UNCERTAIN'""")
                .param("id", job.value())
                .query((row, n) -> new LostSubmission(
                        AppliedRequest.read(row.getString("applied")),
                        seconds(row, "since_claimed"), row.getBoolean("alone")))
                .optional();
    }

    /**
     * What tells whether a job is still as somebody saw it.
     *
     * @param deletedOutputs a job that has ended is not written to any more, and yet its outputs may be deleted
     */
    public record Version(JobStatus status, Instant updatedAt, long deletedOutputs) {}

    /** A job, and who asks for it: only its owner is answered. Unknown and foreign ids answer alike. */
    public record Asked(JobId job, UserId by) {}

    /** Of each, in their order, by one statement that reads little: for those who ask again and again. */
    public List<Optional<Version>> versions(List<Asked> asked) {
        return owned(asked, """
                status, updated_at, case when status = 'COMPLETED' then (
                    select count(deleted_at) from generated_outputs o where o.job_id = j.id) end as deleted""", "",
                row -> new Version(JobStatus.valueOf(row.getString("status")), instant(row, "updated_at"),
                        row.getLong("deleted")));
    }

    /**
     * Jobs as their owners see them, with their outputs, in the order in which they are asked for, by one statement: a job that is
     * read as COMPLETED has them.
     */
    public List<Optional<GenerationJob>> whole(List<Asked> asked) {
        return owned(asked, """
                id, ai_model_id, provider, category, status, attempt, send_by, deadline_at, provider_job_id, progress,
                failure_code, failure_message, possible_duplicate, cancel_requested, cancel_effect, past_attempts,
                params, applied, metadata, created_at, claimed_at, uncertain_since, accepted_at, produced_at,
                finished_at, updated_at,
                case when status = 'COMPLETED' then (
                    select json_agg(json_build_object(
                               'id', id, 'position', position, 'type', type, 'url', url, 'text', text,
                               'stored', store_key is not null, 'contentType', content_type, 'size', size,
                               'sha256', sha256, 'width', width, 'height', height,
                               'durationMillis', duration_millis, 'expiresAt', expires_at, 'deletedAt', deleted_at)
                               order by position)
                      from generated_outputs o where o.job_id = j.id) end as outputs""",
                "join job_requests r on r.job_id between j.id and j.id", JobSnapshots::whole);
    }

    /** Reads a row of a job. */
    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private <T> List<Optional<T>> owned(List<Asked> asked, String columns, String join, Reading<T> reading) {
        var found = new HashMap<Long, T>();
        jdbc.sql("""
                select n, %s
                  from unnest(cast(:jobs as uuid[]), cast(:users as uuid[])) with ordinality as asked (job, by_user, n)
                  join generation_jobs j on j.id between asked.job and asked.job and j.user_id = asked.by_user %s"""
                .formatted(columns, join))
                .param("jobs", SqlArrays.of(asked, it -> it.job().value()))
                .param("users", SqlArrays.of(asked, it -> it.by().value()))
                .query(row -> {
                    found.put(row.getLong("n"), reading.of(row));
                });
        return inOrder(found, asked.size());
    }

    /** @param found by what {@code with ordinality} numbered them, from 1 */
    private static <T> List<Optional<T>> inOrder(Map<Long, T> found, int size) {
        return LongStream.rangeClosed(1, size).mapToObj(it -> Optional.ofNullable(found.get(it))).toList();
    }

    private static GenerationJob whole(ResultSet row) throws SQLException {
        var cancelEffect = row.getString("cancel_effect");
        return new GenerationJob(new JobId(row.getObject("id", UUID.class)),
                new ModelId(row.getObject("ai_model_id", UUID.class)), new ProviderId(row.getString("provider")),
                Category.valueOf(row.getString("category")), JobStatus.valueOf(row.getString("status")),
                row.getInt("attempt"), instant(row, "send_by"), instant(row, "deadline_at"),
                row.getString("provider_job_id"), row.getObject("progress", Integer.class), failure(row),
                row.getBoolean("possible_duplicate"), row.getBoolean("cancel_requested"),
                cancelEffect == null ? null : JobChanges.CancelEffect.valueOf(cancelEffect),
                json(row, "past_attempts", ATTEMPTS, List.of()), json(row, "params", FIELDS, Map.of()),
                APPLIED.readValue(row.getString("applied")), json(row, "metadata", LABELS, Map.of()),
                new GenerationJob.Times(instant(row, "created_at"), moment(row, "claimed_at"),
                        moment(row, "uncertain_since"), moment(row, "accepted_at"), moment(row, "produced_at"),
                        moment(row, "finished_at"), instant(row, "updated_at")),
                json(row, "outputs", OUTPUTS, List.of()));
    }

    private static @Nullable JobFailure failure(ResultSet row) throws SQLException {
        var code = row.getString("failure_code");
        var message = row.getString("failure_message");
        return code == null || message == null ? null : new JobFailure(FailureKind.valueOf(code), message);
    }

    private static <T> T json(ResultSet row, String column, ObjectReader reader, T ifNull) throws SQLException {
        var text = row.getString(column);
        return text == null ? ifNull : reader.readValue(text);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(moment(row, column), column);
    }

    private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** How many jobs wait for the provider; at most so many are counted, for a backlog of millions is not worth more. */
    public long waiting(ProviderId provider, int most) {
        return jdbc.sql("""
                select count(*) from (
                    select from generation_jobs
                     where due_at is not null and status = 'PENDING' and provider = :provider limit :most) waiting""")
                .param("provider", provider.value())
                .param("most", most)
                .query(Long.class)
                .single();
    }

    private static JobSnapshot snapshot(ResultSet row, int n) throws SQLException {
        var knownAs = row.getString("provider_job_id");
        return new JobSnapshot(new Fence(new JobId(row.getObject("id", UUID.class)), row.getInt("attempt")),
                JobStatus.valueOf(row.getString("status")), new UserId(row.getObject("user_id", UUID.class)),
                new ProviderId(row.getString("provider")), Category.valueOf(row.getString("category")),
                new ModelId(row.getObject("ai_model_id", UUID.class)), row.getString("model"),
                row.getString("operation"),
                knownAs == null ? null : new ProviderJobId(knownAs), row.getInt("retries"),
                seconds(row, "since_accepted"), seconds(row, "since_uncertain"), row.getBoolean("cancel_requested"),
                row.getBoolean("overdue"));
    }

    private static Duration seconds(ResultSet row, String column) throws SQLException {
        return Duration.ofMillis((long) (row.getDouble(column) * 1000));
    }
}
