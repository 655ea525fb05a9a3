-- The dispatcher asks for what is due of one provider in one state. By due_at alone, each of these questions walked through the
-- backlog of all others: 50,000 waiting jobs of one provider were read forty times a round.
create index generation_jobs_due_by_provider on generation_jobs (provider, status, due_at) where due_at is not null;
drop index generation_jobs_due;
