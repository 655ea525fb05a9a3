create table if not exists baseline_rows (
    id         uuid        primary key,
    status     text        not null,
    body       text        not null,
    created_at timestamptz not null default now()
);
