-- Nobody lists a user's jobs yet, and each change of a job wrote this index again. The list brings what it needs.
drop index generation_jobs_user;
