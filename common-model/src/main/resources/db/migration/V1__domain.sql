-- The domain. Expand/contract from here on: version N and N-1 of the services run side by side.

create type category as enum (
    'TEXT_TO_IMAGE', 'IMAGE_TO_IMAGE', 'TEXT_TO_VIDEO', 'IMAGE_TO_VIDEO', 'TEXT_TO_SPEECH', 'TEXT_TO_MUSIC', 'TEXT');

create type job_status as enum (
    'PENDING', 'SUBMITTING', 'UNCERTAIN', 'PROCESSING', 'STORING', 'COMPLETED', 'FAILED', 'CANCELLED');

create type output_type as enum ('IMAGE', 'VIDEO', 'AUDIO', 'TEXT');

create table users (
    id         uuid        primary key,
    name       text        not null,
    created_at timestamptz not null default now()
);

-- Only the SHA-256 of a key is kept. Keys are long and random, so a slow hash would add nothing but time.
create table api_keys (
    id         uuid        primary key,
    user_id    uuid        not null references users,
    name       text        not null,
    key_hash   bytea       not null unique check (octet_length(key_hash) = 32),
    created_at timestamptz not null default now(),
    expires_at timestamptz,
    revoked_at timestamptz
);
create index api_keys_user on api_keys (user_id);

create table ai_providers (
    id              uuid        primary key,
    code            text        not null unique,
    name            text        not null,
    settings        jsonb       not null,
    catalog_version integer     not null,
    updated_at      timestamptz not null default now()
);

create table ai_models (
    id              uuid        primary key,
    provider_id     uuid        not null references ai_providers,
    slug            text        not null,
    name            text        not null,
    category        category    not null,
    provider_model  text        not null,
    operation       text        not null,
    mode            text        not null check (mode in ('SYNC', 'ASYNC')),
    capabilities    jsonb       not null,
    timing          jsonb       not null,
    price           jsonb,
    description     text,
    -- From this day on the provider does not have it any more.
    retires_on      date,
    enabled         boolean     not null,
    catalog_version integer     not null,
    updated_at      timestamptz not null default now(),
    unique (provider_id, slug)
);

create table user_provider_credentials (
    id          uuid        primary key,
    user_id     uuid        not null references users,
    provider_id uuid        not null references ai_providers,
    key_id      text        not null,
    ciphertext  bytea       not null,
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now(),
    unique (user_id, provider_id)
);

create table generation_jobs (
    id              uuid        primary key,
    user_id         uuid        not null references users,
    ai_model_id     uuid        not null references ai_models,
    provider        text        not null,
    category        category    not null,
    status          job_status  not null,
    attempt         integer     not null default 0 check (attempt >= 0),
    retries         integer     not null default 0 check (retries >= 0),
    due_at          timestamptz,
    -- Until when it may wait to be sent, and until when it must have ended.
    send_by         timestamptz not null,
    deadline_at     timestamptz not null,
    provider_job_id text,
    progress        smallint    check (progress between 0 and 100),
    failure_code    text,
    failure_message text,
    metadata        jsonb,
    idempotency_key text,
    request_hash    bytea,
    catalog_version integer     not null,
    -- Who claimed it, so that a claim whose answer was lost is known again as one's own.
    claim_token     uuid,
    -- A paid call was repeated by the provider's stated policy: there may be a second charge.
    possible_duplicate boolean  not null default false,
    -- Its owner asked to stop it; the provider has yet to be asked.
    cancel_requested boolean    not null default false,
    -- What a cancel achieved: NOTHING_SPENT, STOPPED_AT_PROVIDER or NOT_STOPPED.
    cancel_effect   text,
    -- Attempts that ended without settling the job; the last one is in the columns below.
    past_attempts   jsonb,
    params          jsonb       not null,
    applied         jsonb       not null,
    created_at      timestamptz not null default now(),
    claimed_at      timestamptz,
    uncertain_since timestamptz,
    accepted_at     timestamptz,
    -- What the provider made, while it is copied and when it could not be: addresses may be secret, so it goes when it is stored.
    produced        jsonb,
    produced_at     timestamptz,
    store_tries     integer     not null default 0,
    -- Somebody copies it until then.
    storing_until   timestamptz,
    finished_at     timestamptz,
    updated_at      timestamptz not null default now(),
    -- Every live job has a moment by which somebody must look at it again; a finished one has none.
    constraint live_jobs_are_due check ((due_at is null) = (status in ('COMPLETED', 'FAILED', 'CANCELLED'))),
    constraint failed_jobs_say_why check (status <> 'FAILED' or failure_code is not null),
    constraint stored_jobs_know_what check (status <> 'STORING' or (produced is not null and produced_at is not null))
) with (fillfactor = 80);

create index generation_jobs_due on generation_jobs (due_at) where due_at is not null;
create index generation_jobs_left_behind on generation_jobs (finished_at)
    where produced is not null and due_at is null;
create index generation_jobs_user on generation_jobs (user_id, id desc);
create unique index generation_jobs_provider_job on generation_jobs (provider, provider_job_id)
    where provider_job_id is not null;
create unique index generation_jobs_idempotency on generation_jobs (user_id, idempotency_key)
    where idempotency_key is not null;

create table generated_outputs (
    id           uuid        primary key,
    job_id       uuid        not null references generation_jobs,
    position     smallint    not null check (position >= 0),
    type         output_type not null,
    -- One of these three says where it is: at the provider, here in the row, or in the store.
    url          text,
    text         text,
    store_key    text,
    content_type text,
    size         bigint      check (size >= 0),
    sha256       text        check (sha256 ~ '^[0-9a-f]{64}$'),
    width        integer,
    height       integer,
    duration_millis bigint,
    expires_at   timestamptz,
    created_at   timestamptz not null default now(),
    -- Nobody is shown it from then on; a key that is still here says that the file is yet to be removed from the store.
    deleted_at   timestamptz,
    unique (job_id, position),
    constraint outputs_have_content check (deleted_at is not null or num_nonnulls(url, text, store_key) = 1),
    constraint stored_outputs_are_known check (store_key is null or (size is not null and sha256 is not null))
);
create index generated_outputs_media on generated_outputs (created_at)
    where store_key is not null and deleted_at is null;
create index generated_outputs_leaving on generated_outputs (deleted_at)
    where store_key is not null and deleted_at is not null;

-- A callback as it came. No foreign key to the job: what cannot be matched is kept as well.
create table webhook_events (
    id              uuid        primary key,
    provider        text        not null,
    event_key       text        not null,
    job_id          uuid,
    provider_job_id text,
    headers         jsonb       not null,
    body            bytea       not null,
    received_at     timestamptz not null,
    outcome         text,
    handled_at      timestamptz,
    unique (provider, event_key),
    constraint handled_events_say_how check ((handled_at is null) = (outcome is null))
);
create index webhook_events_open on webhook_events (received_at) where handled_at is null;
create index webhook_events_unmatched on webhook_events (provider, provider_job_id) where outcome = 'UNMATCHED';

-- Messages that could not be handled, taken off the broker so that they can be looked at, sent again or dropped.
create table dead_letters (
    id           uuid        primary key,
    queue        text        not null,
    type         text        not null,
    reason       text        not null,
    content_type text        not null,
    headers      jsonb       not null,
    body         bytea       not null,
    died_at      timestamptz not null default now()
);

-- Files that users bring along. Their bytes are in the store, under the id; the same bytes of the same user are one input.
create table inputs (
    id           uuid        primary key,
    user_id      uuid        not null references users,
    sha256       text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
    content_type text        not null,
    size         bigint      not null check (size > 0),
    created_at   timestamptz not null default now(),
    last_used_at timestamptz not null default now(),
    unique (user_id, sha256)
);
