-- A removed connection is in the trash: `archived_at` says since when. Deleted for good, its address, its secret and what it
-- sent are gone; its name stays, for the records it brought say where they came from.
alter table connections add column purged_at timestamptz;
alter table connections drop constraint connections_check;
alter table connections add constraint connections_address_check
  check ((kind = 'sample' or purged_at is not null) = (address is null));
alter table connections add constraint connections_purged_check check (purged_at is null or archived_at is not null);

-- Nobody may delete a delivery; this alone does, of a connection that was deleted for good, so many at a time.
create function purge_deliveries(connection uuid, most int) returns int
  language sql security definer set search_path = public, pg_temp
  as $$
    with due as (
      select r.delivery_id as id from delivery_results r join connections c on c.id = r.connection_id
       where r.connection_id = connection and c.purged_at is not null limit most),
    results as (delete from delivery_results r using due where r.delivery_id = due.id),
    gone as (delete from deliveries d using due where d.id = due.id returning 1)
    select count(*)::int from gone
  $$;
revoke all on function purge_deliveries(uuid, int) from public;
grant execute on function purge_deliveries(uuid, int) to kaunter_app;

-- Those removed before: their 30 days begin now.
insert into trash_entries (subject_type, subject_id, name, actor_kind, actor_id, actor_name, trashed_at, purge_at)
select 'connection', id, name, 'system', null, '', now(), now() + interval '30 days'
  from connections where archived_at is not null and kind <> 'sample'
on conflict (subject_type, subject_id) do nothing;
do $$
begin
  if to_regclass('graphile_worker.jobs') is not null and exists (select from trash_entries) then
    perform graphile_worker.add_job('records.trash.purge', '{}'::json,
      run_at => (select min(purge_at) from trash_entries), job_key => 'records.trash.purge');
  end if;
end
$$;
