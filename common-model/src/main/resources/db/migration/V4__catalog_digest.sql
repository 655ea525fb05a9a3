-- Of the file that a provider and its models come from, so that a start need not read and store again what is stored.
alter table ai_providers add column digest bytea;
