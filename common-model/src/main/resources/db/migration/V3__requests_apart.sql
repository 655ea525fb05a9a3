-- What was asked for never changes, and was three quarters of a row that each change of state writes anew: on the same jobs,
-- half of the write-ahead log and nine tenths of the table. No version with these columns was ever released, so they go at once.
create table job_requests (
    -- Written by the statement that writes the job, and deleted by the one that deletes it: that is its foreign key.
    job_id   uuid  primary key,
    -- As the caller wrote it, as the provider is sent it, and the caller's labels.
    params   jsonb not null,
    applied  jsonb not null,
    metadata jsonb
);
insert into job_requests (job_id, params, applied, metadata) select id, params, applied, metadata from generation_jobs;
alter table generation_jobs drop column params, drop column applied, drop column metadata;

-- Nobody lists a user's jobs yet, and each change of a job wrote this index again. The list brings what it needs.
drop index generation_jobs_user;
