-- A draft that was discarded is in the trash for 30 days; then nothing is left of it. What is issued stays for good.
grant delete on invoices to kaunter_app;

create function only_discarded_go() returns trigger language plpgsql as $$
begin
  if old.status <> 'discarded' then
    raise exception 'invoice % is not discarded', coalesce(old.number, old.id::text) using errcode = 'KB000';
  end if;
  return old;
end $$;
create trigger invoices_only_discarded_go before delete on invoices for each row execute function only_discarded_go();

create trigger invoices_leave_trash after delete on invoices for each row execute function leave_trash('invoice');
create trigger invoices_back after update of status on invoices
  for each row when (old.status = 'discarded' and new.status <> 'discarded') execute function leave_trash('invoice');

insert into trash_entries (subject_type, subject_id, name, actor_kind, actor_name, trashed_at, purge_at)
select 'invoice', id, coalesce(buyer->>'name', ''), 'system', '', updated_at, updated_at + interval '30 days'
  from invoices where status = 'discarded'
    on conflict do nothing;

do $$
begin
  if to_regclass('graphile_worker.jobs') is not null and exists (select from trash_entries) then
    perform graphile_worker.add_job('records.trash.purge', '{}'::json,
      run_at => (select min(purge_at) from trash_entries), job_key => 'records.trash.purge');
  end if;
end
$$;
