package dev.atelier.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import dev.atelier.catalog.AppliedRequest;
import dev.atelier.catalog.Category;
import dev.atelier.catalog.ModelId;
import dev.atelier.catalog.ProviderId;
import dev.atelier.output.ProducedOutput;
import dev.atelier.persistence.SqlArrays;
import dev.atelier.persistence.SqlTimes;
import dev.atelier.user.UserId;

/**
 * Every write to {@code generation_jobs} and {@code job_requests}. One verb is one conditional UPDATE, fenced by the attempt; it
 * changes nothing when somebody else was there first, says so by {@code false}, and that is no error. Each statement commits by
 * itself unless the caller holds a transaction. Times are the database's.
 *
 * <p>Where rows are found by the keys of others, the keys are compared by {@code between x and x}: that leaves PostgreSQL no plan but
 * one look into the index for each. Joined by {@code =}, a table that it takes for small (it was nearly empty when it was last
 * vacuumed) is read whole for each statement, until somebody vacuums it again.
 *
 * <p>Each change that happened is one INFO line and one count in {@code atelier.jobs}.
 */
public final class JobChanges {
    private static final Logger log = LoggerFactory.getLogger(JobChanges.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<List<ProducedOutput>> PRODUCED = new TypeReference<>() {};
    /** What a dispatcher sends out; submissions whose worker is gone are found by {@link #abandonedByLease}. */
    private static final Set<JobStatus> SENT_WHEN_DUE = EnumSet.of(JobStatus.PENDING, JobStatus.PROCESSING,
            JobStatus.UNCERTAIN, JobStatus.STORING);

    private final JdbcClient jdbc;
    private final MeterRegistry meters;
    /** A registry makes tags and looks them up on each call, which shows on every job. */
    private final Map<Counted, Counter> counters = new ConcurrentHashMap<>();

    private record Counted(JobStatus status, ProviderId provider, Category category) {}

    public JobChanges(JdbcClient jdbc, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.meters = meters;
    }

    /**
     * Stores jobs, PENDING, in one statement.
     *
     * @return what became of each, in their order
     */
    public List<Acceptance> accept(List<NewJob> jobs) {
        // In one order for all, so that two calls with the same keys wait for each other instead of deadlocking.
        var ordered = jobs.stream()
                .sorted(Comparator.comparing((NewJob it) -> it.user().value()).thenComparing(NewJob::keyOrEmpty))
                .toList();
        var stored = jdbc
                .sql("""
                        with asked as (
                            select * from unnest(
                                cast(:ids as uuid[]), cast(:users as uuid[]), cast(:models as uuid[]), cast(:providers as text[]),
                                cast(:categories as category[]), cast(:publishWithin as interval[]),
                                cast(:waiting as interval[]), cast(:deadlines as interval[]), cast(:versions as integer[]),
                                cast(:params as jsonb[]), cast(:applied as jsonb[]), cast(:metadata as jsonb[]),
                                cast(:keys as text[]), cast(:hashes as bytea[]))
                                as asked (id, user_id, model, provider, category, publish_within, waiting, deadline,
                                          catalog_version, params, applied, metadata, key, hash)
                        ), stored as (
                            insert into generation_jobs (id, user_id, ai_model_id, provider, category, status, due_at, send_by,
                                                         deadline_at, catalog_version, idempotency_key, request_hash)
                            select id, user_id, model, provider, category, 'PENDING', now() + publish_within, now() + waiting,
                                   now() + deadline, catalog_version, key, hash
                              from asked
                            on conflict (user_id, idempotency_key) where idempotency_key is not null do nothing
                            returning id, created_at, send_by, deadline_at
                        ), requested as (
                            insert into job_requests (job_id, params, applied, metadata)
                            select id, params, applied, metadata from asked join stored using (id))
                        select * from stored""")
                .param("ids", SqlArrays.of(ordered, NewJob::id))
                .param("users", SqlArrays.of(ordered, NewJob::user))
                .param("models", SqlArrays.of(ordered, it -> it.model().value()))
                .param("providers", SqlArrays.of(ordered, NewJob::provider))
                .param("categories", SqlArrays.of(ordered, NewJob::category))
                .param("publishWithin", SqlArrays.of(ordered, NewJob::publishWithin))
                .param("waiting", SqlArrays.of(ordered, it -> it.timing().waiting()))
                .param("deadlines", SqlArrays.of(ordered, it -> it.timing().deadline()))
                .param("versions", SqlArrays.of(ordered, NewJob::catalogVersion))
                .param("params", SqlArrays.of(ordered, it -> JSON.writeValueAsString(it.requested())))
                .param("applied", SqlArrays.of(ordered, it -> JSON.writeValueAsString(it.applied())))
                .param("metadata", SqlArrays.of(ordered, it -> it.metadata().isEmpty() ? null : JSON.writeValueAsString(
                        it.metadata())))
                .param("keys", SqlArrays.of(ordered, it -> it.idempotency() == null ? null : it.idempotency().key()))
                .param("hashes", SqlArrays.ofBytes(ordered, it -> it.idempotency() == null ? null : it.idempotency()
                        .requestHash()))
                .query((row, n) -> new Acceptance.Accepted(new JobId(row.getObject("id", UUID.class)),
                        instant(row, "created_at"), instant(row, "send_by"), instant(row, "deadline_at")))
                .list()
                .stream()
                .collect(Collectors.toMap(Acceptance.Accepted::job, Function.identity()));
        return jobs.stream().map(job -> {
            var accepted = stored.get(job.id());
            if (accepted == null) {
                return earlier(job);
            }
            moved(new Fence(job.id(), 0), job.provider(), job.category(), JobStatus.PENDING, "accepted");
            return accepted;
        }).toList();
    }

    /** It was not stored: its user has used its key before. */
    private Acceptance earlier(NewJob job) {
        var idempotency = job.idempotency();
        if (idempotency == null) {
            throw new IllegalStateException("job " + job.id() + " was not stored");
        }
        return jdbc.sql("""
                select id, request_hash from generation_jobs where user_id = :user and idempotency_key = :key""")
                .param("user", job.user().value())
                .param("key", idempotency.key())
                .query((row, n) -> Arrays.equals(row.getBytes("request_hash"), idempotency.requestHash())
                        ? new Acceptance.Repeated(new JobId(row.getObject("id", UUID.class)))
                        : new Acceptance.KeyReused())
                .single();
    }

    /**
     * Takes those of the jobs that are still PENDING: SUBMITTING is committed before any provider is called, so from here on a
     * paid call may exist. What is not returned is settled, cancelled, overdue or another worker's.
     *
     * @param lease by when the outcome must be committed; a worker that is not back by then counts as lost
     */
    public List<ClaimedJob> claim(List<JobId> jobs, Duration lease) {
        return claimEach(jobs.stream().map(it -> new Claim(it, UUID.randomUUID(), lease)).toList()).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * The wish to submit a job.
     *
     * @param token of this one try, and the same when it is repeated because the answer to its commit was lost: what was claimed
     *              under it then is returned again. Only before the first provider call
     * @param lease by when the outcome must be committed
     */
    public record Claim(JobId job, UUID token, Duration lease) {}

    /** The same for many, in one statement: for each, in their order, the job when it was taken. */
    public List<Optional<ClaimedJob>> claimEach(List<Claim> claims) {
        // In one order for all, as above.
        var ordered = claims.stream().sorted(Comparator.comparing(it -> it.job().value())).toList();
        var byToken = jdbc.sql("""
                update generation_jobs
                   set status = 'SUBMITTING', attempt = attempt + case when status = 'SUBMITTING' then 0 else 1 end,
                       due_at = now() + asked.lease, claim_token = asked.token, claimed_at = now(),
                       updated_at = now()
                  from unnest(cast(:ids as uuid[]), cast(:tokens as uuid[]), cast(:leases as interval[]))
                       as asked (job, token, lease)
                  join job_requests on job_id between asked.job and asked.job
                 where id between asked.job and asked.job
                   and (status = any(cast(:before as job_status[])) and send_by > now()
                        or status = 'SUBMITTING' and claim_token = asked.token)
                returning id, attempt, user_id, provider, category, ai_model_id, applied, retries, claim_token,
                          extract(epoch from now() - created_at) as waited""")
                .param("ids", SqlArrays.of(ordered, it -> it.job().value()))
                .param("tokens", SqlArrays.of(ordered, Claim::token))
                .param("leases", SqlArrays.of(ordered, Claim::lease))
                .param("before", before(JobStatus.SUBMITTING))
                .query((row, n) -> Map.entry(row.getObject("claim_token", UUID.class), claimed(row)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return claims.stream().map(it -> Optional.ofNullable(byToken.get(it.token()))).toList();
    }

    private ClaimedJob claimed(ResultSet row) throws SQLException {
        var claimed = new ClaimedJob(fence(row), new UserId(row.getObject("user_id", UUID.class)), provider(row),
                category(row), new ModelId(row.getObject("ai_model_id", UUID.class)),
                AppliedRequest.read(row.getString("applied")), row.getInt("retries"));
        if (claimed.fence().attempt() == 1) {
            stage("queue_wait", claimed.provider(), claimed.category(), row.getDouble("waited"));
        }
        moved(claimed.fence(), claimed.provider(), claimed.category(), JobStatus.SUBMITTING, "claimed");
        return claimed;
    }

    /**
     * The provider took it.
     *
     * @param checkIn when to ask the provider, should its callback not come
     * @throws org.springframework.dao.DuplicateKeyException when another job of this provider has that id
     */
    public boolean processing(Fence fence, ProviderJobId id, Duration checkIn) {
        return processing(List.of(new Taken(fence, id, checkIn))).getFirst();
    }

    /** That a provider took a job, as for {@link #processing(Fence, ProviderJobId, Duration)}. */
    public record Taken(Fence fence, ProviderJobId id, Duration checkIn) {}

    /** The same for many, in one statement; of two about the same attempt the first one counts. */
    public List<Boolean> processing(List<Taken> taken) {
        return changeAll(JobStatus.before(JobStatus.PROCESSING), JobStatus.PROCESSING, taken, Taken::fence, """
                provider_job_id = told.provider_job, due_at = least(now() + told.check_in, deadline_at),
                accepted_at = now(), uncertain_since = null, failure_code = null, failure_message = null""",
                "cast(:providerJobs as text[]), cast(:checkIns as interval[])", "provider_job, check_in", "",
                first -> Map.of("providerJobs", SqlArrays.of(first, it -> it.id().value()),
                        "checkIns", SqlArrays.of(first, Taken::checkIn)),
                it -> "the provider has it as " + it.id() + ", checked in " + it.checkIn());
    }

    /** The provider is still at it. */
    public boolean stillProcessing(Fence fence, @Nullable Integer progress, Duration checkIn) {
        return jdbc.sql("""
                update generation_jobs
                   set due_at = least(now() + cast(:checkIn as interval), greatest(deadline_at, now())),
                       progress = greatest(progress, cast(:progress as smallint)), updated_at = now()
                 where id = :job and attempt = :attempt and status = 'PROCESSING'""")
                .param("checkIn", checkIn.toString())
                .param("progress", progress)
                .param("job", fence.job().value())
                .param("attempt", fence.attempt())
                .update() == 1;
    }

    /** Nothing new is known of an UNCERTAIN job; somebody looks again then. */
    public boolean stillUncertain(Fence fence, Duration checkIn) {
        return jdbc.sql("""
                update generation_jobs
                   set due_at = least(now() + cast(:checkIn as interval), greatest(deadline_at, now())),
                       updated_at = now()
                 where id = :job and attempt = :attempt and status = 'UNCERTAIN'""")
                .param("checkIn", checkIn.toString())
                .param("job", fence.job().value())
                .param("attempt", fence.attempt())
                .update() == 1;
    }

    /**
     * Somebody should ask the provider about this job at once. A job that has gone back to be submitted again keeps its time:
     * that is the end of its lease or of its wait.
     */
    public void dueNow(JobId job) {
        jdbc.sql("""
                update generation_jobs set due_at = now()
                 where id = :job and due_at > now() and status in ('PROCESSING', 'UNCERTAIN')""")
                .param("job", job.value())
                .update();
    }

    /** From where a provider's word ends a job: one that is being copied has heard it already. */
    private static Set<JobStatus> beforeProviderSays(JobStatus end) {
        var before = EnumSet.copyOf(JobStatus.before(end));
        before.remove(JobStatus.STORING);
        return before;
    }

    /**
     * It is done, and nothing is left to copy: the change and the outputs are one statement, so there is never one without the
     * other. A job that is being copied is left alone.
     *
     * @param id the provider's id, should the row not have it yet: a callback can be faster than the submit's answer
     */
    public boolean completed(Fence fence, @Nullable ProviderJobId id, List<? extends ProducedOutput> outputs) {
        return completed(List.of(new Done(fence, id, List.copyOf(outputs)))).getFirst();
    }

    /** That a job is done, as for {@link #completed(Fence, ProviderJobId, List)}. */
    public record Done(Fence fence, @Nullable ProviderJobId id, List<ProducedOutput> outputs) {}

    /** The same for many, in one statement; of two about the same attempt the first one counts. */
    public List<Boolean> completed(List<Done> done) {
        return completed(done, Beside.NOTHING);
    }

    /** With what else is to be written for those that are. */
    public List<Boolean> completed(List<Done> done, Beside beside) {
        return complete(beforeProviderSays(JobStatus.COMPLETED), done, beside);
    }

    /** What was being copied is in the store, all of it: as {@link #completed(List)}. */
    public List<Boolean> stored(List<Done> done) {
        return complete(EnumSet.of(JobStatus.STORING), done, Beside.NOTHING);
    }

    private List<Boolean> complete(Set<JobStatus> before, List<Done> done, Beside beside) {
        return changeAll(before, JobStatus.COMPLETED, done, Done::fence, """
                provider_job_id = coalesce(provider_job_id, told.provider_job), due_at = null, finished_at = now(),
                uncertain_since = null, progress = 100, failure_code = null, failure_message = null, produced = null,
                storing_until = null""",
                "cast(:providerJobs as text[])", "provider_job",
                ", made as (" + MadeOutputs.INSERT + ")" + beside.part(),
                first -> {
                    var params = new HashMap<String, String>(MadeOutputs.params(first));
                    params.put("providerJobs", SqlArrays.of(first, Done::id));
                    params.putAll(beside.params());
                    return params;
                },
                it -> it.outputs().size() + (it.outputs().size() == 1 ? " output" : " outputs"));
    }

    /**
     * What is written about changed jobs, and only with them: in the same statement, which is one trip to the database where a
     * transaction of two statements is three.
     *
     * @param insert reads of {@code changed} the id and attempt of each job that was changed; empty for nothing
     * @param params by names that nothing else here has
     */
    public record Beside(String insert, Map<String, String> params) {
        public static final Beside NOTHING = new Beside("", Map.of());

        public Beside {
            params = Map.copyOf(params);
        }

        private String part() {
            return insert.isEmpty() ? "" : ", beside as (" + insert + ")";
        }
    }

    /**
     * The provider has finished, and what it made is to be copied: kept in the row as it was read, and due.
     *
     * @param within when the dispatcher sends it to be copied, should the nudge get lost
     */
    public List<Boolean> storing(List<Done> done, Duration within) {
        return storing(done, within, Beside.NOTHING);
    }

    /** With what else is to be written for those that are moved. */
    public List<Boolean> storing(List<Done> done, Duration within, Beside beside) {
        return changeAll(beforeProviderSays(JobStatus.STORING), JobStatus.STORING, done, Done::fence, """
                provider_job_id = coalesce(provider_job_id, told.provider_job), produced = told.produced,
                produced_at = now(), due_at = now() + told.within, uncertain_since = null, progress = 100,
                failure_code = null, failure_message = null""",
                "cast(:providerJobs as text[]), cast(:produced as jsonb[]), cast(:within as interval[])",
                "provider_job, produced, within", beside.part(),
                first -> {
                    var params = new HashMap<>(beside.params());
                    params.put("providerJobs", SqlArrays.of(first, Done::id));
                    params.put("produced", SqlArrays.of(first, it -> produced(it.outputs())));
                    params.put("within", SqlArrays.of(first, _ -> within));
                    return params;
                },
                it -> it.outputs().size() + (it.outputs().size() == 1 ? " output" : " outputs") + " to copy");
    }

    /**
     * The wish to copy what a job's provider made.
     *
     * @param lease  how long it may take; until then nobody else is given it
     * @param anyway even though somebody has it: whoever that is is gone
     */
    public record Copying(JobId job, Duration lease, boolean anyway) {}

    /** For each, in their order, the job, when it is to be copied and nobody is at it. */
    public List<Optional<UnstoredJob>> takeToStore(List<Copying> wishes, Duration tryFor) {
        var taken = jdbc.sql("""
                update generation_jobs
                   set due_at = now() + asked.lease, storing_until = now() + asked.lease, store_tries = store_tries + 1
                  from (select job, max(lease) as lease, bool_or(anyway) as anyway
                          from unnest(cast(:ids as uuid[]), cast(:leases as interval[]), cast(:anyway as boolean[]))
                               as asked (job, lease, anyway)
                         group by job) asked
                 where id between asked.job and asked.job and status = 'STORING'
                   and (asked.anyway or storing_until is null or storing_until <= now())
                returning id, attempt, user_id, provider, category, produced, store_tries,
                          greatest(deadline_at, produced_at + cast(:tryFor as interval)) <= now() as overdue""")
                .param("ids", SqlArrays.of(wishes, it -> it.job().value()))
                .param("leases", SqlArrays.of(wishes, Copying::lease))
                .param("anyway", SqlArrays.of(wishes, Copying::anyway))
                .param("tryFor", tryFor.toString())
                .query((row, n) -> new UnstoredJob(fence(row), new UserId(row.getObject("user_id", UUID.class)),
                        provider(row), category(row), JSON.readValue(row.getString("produced"), PRODUCED),
                        row.getInt("store_tries"), row.getBoolean("overdue")))
                .list()
                .stream()
                .collect(Collectors.toMap(it -> it.fence().job(), Function.identity()));
        // Of two wishes for one job the first one gets it.
        return wishes.stream().map(it -> Optional.ofNullable(taken.remove(it.job()))).toList();
    }

    /**
     * Not everything could be copied just now: somebody tries again then.
     *
     * @param outputs as far as they are copied
     * @param counts  whether this was a try: not where our own store did not take them
     */
    public boolean stillStoring(Fence fence, List<ProducedOutput> outputs, Duration again, boolean counts) {
        return jdbc.sql("""
                update generation_jobs
                   set due_at = now() + cast(:again as interval), storing_until = null,
                       store_tries = greatest(0, store_tries - case when :counts then 0 else 1 end),
                       produced = cast(:produced as jsonb)
                 where id = :job and attempt = :attempt and status = 'STORING'""")
                .param("again", again.toString())
                .param("counts", counts)
                .param("produced", produced(outputs))
                .param("job", fence.job().value())
                .param("attempt", fence.attempt())
                .update() == 1;
    }

    /** What the provider made cannot be had. */
    public boolean unavailable(Fence fence, JobFailure failure) {
        return change(fence, EnumSet.of(JobStatus.STORING), JobStatus.FAILED, """
                due_at = null, finished_at = now(), storing_until = null, failure_code = :code,
                failure_message = :message""", Map.of("code", failure.kind().name(), "message", failure.message()),
                failure.kind() + ": " + failure.message()).isPresent();
    }

    /** The provider has answered, but what came with the answer cannot be stored yet: its lease begins anew. */
    public boolean stillSubmitting(Fence fence, Duration lease) {
        return jdbc.sql("""
                update generation_jobs set due_at = now() + cast(:lease as interval)
                 where id = :job and attempt = :attempt and status = 'SUBMITTING'""")
                .param("lease", lease.toString())
                .param("job", fence.job().value())
                .param("attempt", fence.attempt())
                .update() == 1;
    }

    /** It has failed, for good, as its provider says. A job that is being copied is left alone. */
    public boolean failed(Fence fence, @Nullable ProviderJobId id, JobFailure failure) {
        return change(fence, beforeProviderSays(JobStatus.FAILED), JobStatus.FAILED, """
                provider_job_id = coalesce(provider_job_id, :providerJob), due_at = null, finished_at = now(),
                uncertain_since = null, failure_code = :code, failure_message = :message""",
                nullable("providerJob", id == null ? null : id.value(), "code", failure.kind().name(), "message",
                        failure.message()),
                failure.kind() + ": " + failure.message()).isPresent();
    }

    /**
     * No evidence came, so it has failed. Only while it is UNCERTAIN: whoever found out more in the meantime was right, under
     * the same attempt.
     */
    public boolean neverKnown(Fence fence, JobFailure failure) {
        return change(fence, EnumSet.of(JobStatus.UNCERTAIN), JobStatus.FAILED, """
                due_at = null, finished_at = now(), uncertain_since = null, failure_code = :code,
                failure_message = :message""", Map.of("code", failure.kind().name(), "message", failure.message()),
                failure.kind() + ": " + failure.message()).isPresent();
    }

    /** An earlier attempt may have been taken, and charged: its answer was lost. */
    private static final String AMBIGUOUS = """
            coalesce(past_attempts @> '[{"code": "OUTCOME_UNKNOWN"}]', false)""";

    /** The attempt that ends here, for the list of those that did not settle the job. */
    private static final String PAST_ATTEMPT = """
            past_attempts = coalesce(past_attempts, '[]') || jsonb_build_array(jsonb_build_object(
                'attempt', attempt, 'claimedAt', claimed_at, 'endedAt', now(), 'providerJobId', provider_job_id,
                'code', cast(:code as text), 'message', cast(:message as text)))""";

    /**
     * Surely not taken by the provider: PENDING again, and due after the delay.
     *
     * @param counts whether this uses up one of the job's attempts
     */
    public boolean putOff(Fence fence, JobFailure failure, Duration delay, boolean counts) {
        return change(fence, JobStatus.PENDING, """
                due_at = least(now() + cast(:delay as interval), greatest(send_by, now())),
                retries = retries + :counted, uncertain_since = null, failure_code = :code,
                failure_message = :message,
                """ + PAST_ATTEMPT,
                Map.of("delay", delay.toString(), "counted", counts ? 1 : 0, "code", failure.kind().name(), "message",
                        failure.message()),
                failure.kind() + ", goes out again in " + delay + ": " + failure.message()).isPresent();
    }

    /** The answer was lost: nobody knows whether the provider took it. Due after the delay, for a look at the evidence. */
    public boolean uncertain(Fence fence, JobFailure failure, Duration lookIn) {
        return change(fence, JobStatus.UNCERTAIN, """
                due_at = least(now() + cast(:lookIn as interval), greatest(deadline_at, now())),
                uncertain_since = now(), failure_code = :code, failure_message = :message""",
                Map.of("lookIn", lookIn.toString(), "code", failure.kind().name(), "message", failure.message()),
                failure.message() + "; evidence is looked for in " + lookIn).isPresent();
    }

    /**
     * Nobody knows whether the provider took it, and it is sent again all the same: because the provider tells doubles by their
     * key, or because its policy says so.
     *
     * @param possibleDuplicate whether this may be charged twice; the job says so for ever
     */
    public boolean resubmit(Fence fence, JobFailure failure, boolean possibleDuplicate) {
        return change(fence, JobStatus.PENDING, """
                due_at = now(), retries = retries + 1, uncertain_since = null,
                possible_duplicate = possible_duplicate or :possibleDuplicate, failure_code = :code,
                failure_message = :message,
                """ + PAST_ATTEMPT,
                Map.of("possibleDuplicate", possibleDuplicate, "code", failure.kind().name(), "message",
                        failure.message()),
                "sent again" + (possibleDuplicate ? ", perhaps a second charge" : " under the same key")).isPresent();
    }

    /** What a cancel achieves. */
    public enum CancelEffect {
        /** No provider had it. */
        NOTHING_SPENT,
        /** The provider says that it stopped. */
        STOPPED_AT_PROVIDER,
        /** The provider had it, or may have had it, and could not be stopped: it may be charged. */
        NOT_STOPPED
    }

    /**
     * Its owner wants it stopped. What no provider can have is CANCELLED at once; what a provider can be asked to stop is marked
     * and due at once, for a worker to ask; the rest is CANCELLED here, and the provider finishes, or has finished, in vain.
     *
     * @param askable whether the provider can be asked
     * @return the status after this; empty when the job had ended before, or is not this user's
     */
    public Optional<JobStatus> cancel(JobId job, UserId owner, boolean askable) {
        return jdbc.sql("""
                with before as (
                    select id, status from generation_jobs
                     where id = :job and user_id = :owner and due_at is not null for update
                ), changed as (
                    update generation_jobs j
                       set status = case when stays then j.status else 'CANCELLED' end,
                           cancel_requested = true,
                           cancel_effect = case when stays then null
                                                when j.status = 'PENDING' and not %s
                                                then 'NOTHING_SPENT' else 'NOT_STOPPED' end,
                           due_at = case when stays then least(j.due_at, now()) end,
                           finished_at = case when stays then null else now() end, updated_at = now()
                      from (select id, status = 'PROCESSING' and :askable as stays from before) b
                     where j.id = b.id
                    returning j.id, j.attempt, j.provider, j.category, j.status, j.cancel_effect)
                select * from changed""".formatted(AMBIGUOUS))
                .param("job", job.value())
                .param("owner", owner.value())
                .param("askable", askable)
                .query((row, n) -> {
                    var status = JobStatus.valueOf(row.getString("status"));
                    if (status == JobStatus.CANCELLED) {
                        moved(fence(row), provider(row), category(row), status,
                                "by its owner, " + row.getString("cancel_effect"));
                    }
                    return status;
                })
                .optional();
    }

    /** The provider was asked to stop it, and did. */
    public boolean cancelled(Fence fence) {
        return change(fence, beforeProviderSays(JobStatus.CANCELLED), JobStatus.CANCELLED,
                "due_at = null, finished_at = now(), cancel_effect = :effect",
                Map.of("effect", CancelEffect.STOPPED_AT_PROVIDER.name()), "stopped at the provider").isPresent();
    }

    /** The provider could not stop it: the job goes on, and its result counts. */
    public boolean cancelRefused(Fence fence) {
        return jdbc.sql("""
                update generation_jobs set cancel_requested = false, cancel_effect = 'NOT_STOPPED', updated_at = now()
                 where id = :job and attempt = :attempt and status = 'PROCESSING'""")
                .param("job", fence.job().value())
                .param("attempt", fence.attempt())
                .update() == 1;
    }

    /**
     * The worker that had claimed these jobs is gone, so its answers are lost: SUBMITTING to UNCERTAIN. Called when the broker
     * delivers a message again, and harmless when that worker lives after all: its answer is adopted.
     */
    public int abandoned(List<JobId> jobs) {
        return abandon("id = any(cast(:ids as uuid[]))", Map.of("ids", SqlArrays.of(jobs, JobId::value)));
    }

    /** The same for submissions whose lease has run out. */
    public int abandonedByLease(int limit) {
        return abandon("""
                id = any(array(select id from generation_jobs where due_at <= now() and status = 'SUBMITTING'
                                order by due_at limit :limit for update skip locked))""", Map.of("limit", limit));
    }

    /** PENDING jobs whose time to be sent has passed: FAILED, and nothing was spent, unless an earlier answer was lost. */
    public int expire(int limit) {
        return jdbc
                .sql("""
                        update generation_jobs
                           set status = 'FAILED', due_at = null, finished_at = now(), updated_at = now(),
                               failure_code = 'DEADLINE_EXCEEDED',
                               failure_message = case when %s
                                   then 'it could not be sent again in time; a submission whose answer was lost may have been charged'
                                   else 'the provider had no room for it in time' end
                         where id = any(array(
                               select id from generation_jobs
                                where due_at <= now() and status = 'PENDING' and send_by <= now()
                                order by due_at limit :limit for update skip locked))
                        returning id, attempt, provider, category"""
                        .formatted(AMBIGUOUS))
                .param("limit", limit)
                .query((row, n) -> {
                    moved(fence(row), provider(row), category(row), JobStatus.FAILED,
                            "DEADLINE_EXCEEDED while it waited to be sent");
                    return n;
                })
                .list()
                .size();
    }

    /**
     * In which states jobs of these providers are due, for those that have any: one question that costs nothing while there is
     * nothing to do, before the three below are asked for a provider.
     */
    public Map<ProviderId, Set<JobStatus>> statesDue(Collection<ProviderId> providers) {
        return jdbc.sql("""
                select provider, status
                  from unnest(cast(:providers as text[])) as asked (of)
                 cross join unnest(cast(:states as job_status[])) as sent (state)
                 cross join lateral (
                       select provider, status from generation_jobs
                        where provider = asked.of and status = sent.state and due_at <= now() limit 1) due""")
                .param("providers", SqlArrays.of(providers, Function.identity()))
                .param("states", SqlArrays.of(SENT_WHEN_DUE, JobStatus::name))
                .query((row, n) -> Map.entry(provider(row), JobStatus.valueOf(row.getString("status"))))
                .list()
                .stream()
                .collect(Collectors.groupingBy(Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue,
                        Collectors.toSet())));
    }

    /**
     * PENDING jobs of the provider that are due, the longest due first: the caller publishes them. Each is due again after the
     * given time, so a nudge that gets lost is repeated.
     *
     * @param window so many may be on their way at once: those that were published and not taken up count, as far as they are not
     *               due again
     */
    public Due dueToSubmit(ProviderId provider, int window, Duration again) {
        return due("status = 'PENDING' and provider = :provider and send_by > now()", """
                :limit - (select count(*) from (
                    select from generation_jobs
                     where status = 'PENDING' and provider = :provider
                       and due_at > now() and due_at <= now() + cast(:again as interval) limit :limit) sent)""",
                window, again, Map.of("provider", provider.value()));
    }

    /**
     * Jobs that are due.
     *
     * @param full as many as could be taken: more may wait
     */
    public record Due(List<JobId> jobs, boolean full) {}

    /** Jobs of the provider that are due for a look at it: the caller publishes them. Due again as above. */
    public Due dueToCheck(ProviderId provider, int limit, Duration again) {
        return due("status in ('PROCESSING', 'UNCERTAIN') and provider = :provider", ":limit", limit, again,
                Map.of("provider", provider.value()));
    }

    /** Jobs of the provider whose outputs are due to be copied: the caller publishes them. Due again as above. */
    public Due dueToStore(ProviderId provider, int limit, Duration again) {
        return due("status = 'STORING' and provider = :provider", ":limit", limit, again,
                Map.of("provider", provider.value()));
    }

    private Due due(String which, String most, int limit, Duration again, Map<String, ?> params) {
        return jdbc.sql("""
                with room as (
                    select %s as jobs
                ), due as (
                    select id, due_at from generation_jobs where due_at <= now() and %s
                     order by due_at limit (select jobs from room) for update skip locked
                ), changed as (
                    update generation_jobs set due_at = now() + cast(:again as interval)
                     where id = any(array(select id from due)))
                select array(select id from due order by due_at, id) as due, jobs as room from room"""
                .formatted(most, which))
                .params(params)
                .param("again", again.toString())
                .param("limit", limit)
                .query((row, n) -> {
                    var jobs = Arrays.stream((UUID[]) row.getArray("due").getArray()).map(JobId::new).toList();
                    return new Due(jobs, jobs.size() == row.getInt("room"));
                })
                .single();
    }

    /**
     * What was copied for jobs that then ended without a result, longer ago; with the rest of what their providers made. Nobody
     * points at these files: remove them, then call {@link #forgetLeftBehind}.
     */
    public Map<JobId, List<String>> leftBehind(Duration after, int limit) {
        var keys = new LinkedHashMap<JobId, List<String>>();
        jdbc.sql("""
                select id, produced from generation_jobs
                 where produced is not null and due_at is null and finished_at < now() - cast(:after as interval)
                 order by finished_at limit :limit""")
                .param("after", after.toString())
                .param("limit", limit)
                .query(row -> {
                    keys.put(new JobId(row.getObject("id", UUID.class)), JSON.readValue(row.getString("produced"),
                            PRODUCED)
                            .stream()
                            .filter(ProducedOutput.Stored.class::isInstance)
                            .map(it -> ((ProducedOutput.Stored) it).key())
                            .toList());
                });
        return keys;
    }

    public void forgetLeftBehind(Collection<JobId> jobs) {
        jdbc.sql("""
                update generation_jobs set produced = null
                 where id = any(cast(:ids as uuid[])) and due_at is null""")
                .param("ids", SqlArrays.of(jobs, JobId::value))
                .update();
    }

    /**
     * Deletes jobs that ended longer ago, and their outputs' rows, unless a file of theirs is still in the store.
     *
     * @return how many; less than the limit: there are no more
     */
    public int forget(Duration after, int limit) {
        return jdbc
                .sql("""
                        with old as (
                            select id from generation_jobs j
                             where id < %s and due_at is null and finished_at < now() - cast(:after as interval)
                               and produced is null
                               and not exists (select from generated_outputs o where o.job_id = j.id and o.store_key is not null)
                             order by id limit :limit for update skip locked
                        ), outputs as (
                            delete from generated_outputs where job_id = any(array(select id from old))
                        ), requests as (
                            delete from job_requests where job_id = any(array(select id from old)))
                        delete from generation_jobs where id = any(array(select id from old))"""
                        .formatted(SqlTimes.FIRST_ID_SINCE))
                .param("after", after.toString())
                .param("limit", limit)
                .update();
    }

    private int abandon(String which, Map<String, ?> params) {
        return jdbc.sql("""
                update generation_jobs
                   set status = 'UNCERTAIN', due_at = now(), uncertain_since = now(), updated_at = now(),
                       failure_code = 'OUTCOME_UNKNOWN',
                       failure_message = 'the worker stopped before it had the provider''s answer'
                 where status = 'SUBMITTING' and %s
                returning id, attempt, provider, category""".formatted(which))
                .params(params)
                .query((row, n) -> {
                    moved(fence(row), provider(row), category(row), JobStatus.UNCERTAIN,
                            "its worker stopped before the answer");
                    return n;
                })
                .list()
                .size();
    }

    private Optional<Fence> change(Fence fence, JobStatus target, String assignments, Map<String, ?> params,
            String said) {
        return change(fence, JobStatus.before(target), target, assignments, params, said);
    }

    private Optional<Fence> change(Fence fence, Set<JobStatus> before, JobStatus target, String assignments,
            Map<String, ?> params, String said) {
        return jdbc.sql("""
                update generation_jobs set status = cast(:target as job_status), updated_at = now(), %s
                 where id = :job and attempt = :attempt and status = any(cast(:before as job_status[]))
                returning id, attempt, provider, category""".formatted(assignments))
                .params(params)
                .param("target", target.name())
                .param("job", fence.job().value())
                .param("attempt", fence.attempt())
                .param("before", SqlArrays.of(before, JobStatus::name))
                .query((row, n) -> {
                    var changed = fence(row);
                    moved(changed, provider(row), category(row), target, said);
                    return changed;
                })
                .optional();
    }

    /**
     * One statement for many jobs. The fence is told to it in the same way for all verbs: {@code told} has a row for each job,
     * with {@code job}, {@code attempt} and the verb's own columns.
     */
    private <T> List<Boolean> changeAll(Set<JobStatus> before, JobStatus target, List<T> items,
            Function<T, Fence> fence, String assignments, String arrays, String columns, String more,
            Function<List<T>, Map<String, ?>> params, Function<T, String> said) {
        var byFence = new LinkedHashMap<Fence, T>();
        // In one order for all, so that two calls about the same jobs seldom deadlock.
        items.stream()
                .sorted(Comparator.comparing(it -> fence.apply(it).job().value()))
                .forEach(it -> byFence.putIfAbsent(fence.apply(it), it));
        var first = List.copyOf(byFence.values());
        var changed = jdbc.sql("""
                with changed as (
                    update generation_jobs j set status = cast(:target as job_status), updated_at = now(), %s
                      from unnest(cast(:jobs as uuid[]), cast(:attempts as integer[]), %s) as told (job, attempt, %s)
                     where j.id between told.job and told.job and j.attempt = told.attempt
                       and j.status = any(cast(:before as job_status[]))
                    returning j.id, j.attempt, provider, category, claimed_at, accepted_at, produced_at, finished_at)%s
                select id, attempt, provider, category, extract(epoch from accepted_at - claimed_at) as submit_took,
                       extract(epoch from coalesce(produced_at, finished_at) - accepted_at) as provider_took,
                       extract(epoch from finished_at - produced_at) as store_took
                  from changed""".formatted(assignments, arrays, columns, more))
                .params(params.apply(first))
                .param("target", target.name())
                .param("jobs", SqlArrays.of(first, it -> fence.apply(it).job()))
                .param("attempts", SqlArrays.of(first, it -> fence.apply(it).attempt()))
                .param("before", SqlArrays.of(before, JobStatus::name))
                .query((row, n) -> {
                    var moved = fence(row);
                    noted(row, moved, target, said.apply(Objects.requireNonNull(byFence.get(moved))));
                    return moved;
                })
                .list()
                .stream()
                .collect(Collectors.toCollection(HashSet::new));
        return items.stream().map(fence).map(changed::remove).toList();
    }

    private void noted(ResultSet row, Fence changed, JobStatus target, String said) throws SQLException {
        if (target == JobStatus.PROCESSING) {
            stage("submit", provider(row), category(row), row.getDouble("submit_took"));
        } else if (target == JobStatus.COMPLETED && row.getObject("store_took") != null) {
            stage("store", provider(row), category(row), row.getDouble("store_took"));
        } else if (target == JobStatus.COMPLETED || target == JobStatus.STORING) {
            stage("provider", provider(row), category(row), row.getDouble("provider_took"));
        }
        moved(changed, provider(row), category(row), target, said);
    }

    private void stage(String stage, ProviderId provider, Category category, double seconds) {
        StageTimers.record(meters, stage, provider, category, Duration.ofNanos((long) (seconds * 1e9)));
    }

    private void moved(Fence fence, ProviderId provider, Category category, JobStatus status, String said) {
        counters.computeIfAbsent(new Counted(status, provider, category), it -> meters.counter("atelier.jobs", "status",
                it.status().name(), "provider", it.provider().value(), "category", it.category().name())).increment();
        try (var _ = JobLog.of(fence, provider)) {
            log.info("{}: {}", status, said);
        }
    }

    private static String produced(List<ProducedOutput> outputs) {
        return JSON.writerFor(PRODUCED).writeValueAsString(outputs);
    }

    private static Map<String, @Nullable Object> nullable(@Nullable Object... pairs) {
        var map = new HashMap<String, @Nullable Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return map;
    }

    private static String before(JobStatus target) {
        return SqlArrays.of(JobStatus.before(target), JobStatus::name);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static Fence fence(ResultSet row) throws SQLException {
        return new Fence(new JobId(row.getObject("id", UUID.class)), row.getInt("attempt"));
    }

    private static ProviderId provider(ResultSet row) throws SQLException {
        return new ProviderId(row.getString("provider"));
    }

    private static Category category(ResultSet row) throws SQLException {
        return Category.valueOf(row.getString("category"));
    }
}
