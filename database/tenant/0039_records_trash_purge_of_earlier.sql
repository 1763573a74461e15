-- What was deleted before there was a trash is purged like the rest: the job that does it is left here once.
do $$
begin
  if to_regclass('graphile_worker.jobs') is not null and exists (select from trash_entries) then
    perform graphile_worker.add_job('records.trash.purge', '{}'::json,
      run_at => (select min(purge_at) from trash_entries), job_key => 'records.trash.purge');
  end if;
end
$$;
