-- Notes, tasks, files, views and drafts of invoices lie in the trash like every other record: found there, brought back from
-- there, and purged by it.
alter table trash_entries drop constraint trash_entries_subject_type_check;
alter table trash_entries add constraint trash_entries_subject_type_check
  check (subject_type in ('customer', 'order', 'product', 'subscription', 'connection',
                          'note', 'task', 'attachment', 'view', 'invoice'));

-- They go with the record they hang on, with a person who is erased, and come back where they hung: whichever way, the
-- trash knows of them no more.
create function leave_trash() returns trigger language plpgsql as $$
begin
  delete from trash_entries where subject_type = tg_argv[0] and subject_id = old.id;
  return null;
end $$;

create trigger notes_leave_trash after delete on notes
  for each row when (old.deleted_at is not null) execute function leave_trash('note');
create trigger tasks_leave_trash after delete on tasks
  for each row when (old.deleted_at is not null) execute function leave_trash('task');
create trigger attachments_leave_trash after delete on attachments
  for each row when (old.deleted_at is not null) execute function leave_trash('attachment');
create trigger record_views_leave_trash after delete on record_views
  for each row when (old.deleted_at is not null) execute function leave_trash('view');

create trigger notes_back after update of deleted_at on notes
  for each row when (old.deleted_at is not null and new.deleted_at is null) execute function leave_trash('note');
create trigger tasks_back after update of deleted_at on tasks
  for each row when (old.deleted_at is not null and new.deleted_at is null) execute function leave_trash('task');
create trigger attachments_back after update of deleted_at on attachments
  for each row when (old.deleted_at is not null and new.deleted_at is null) execute function leave_trash('attachment');
create trigger record_views_back after update of deleted_at on record_views
  for each row when (old.deleted_at is not null and new.deleted_at is null) execute function leave_trash('view');

-- What was deleted so far. Who did it is in the audit log.
insert into trash_entries (subject_type, subject_id, name, actor_kind, actor_id, actor_name, trashed_at, purge_at)
select told.type, told.id, coalesce(told.name, ''), 'system', told.by, told.by_name, told.at, told.at + interval '30 days'
  from (
    select 'note' as type, n.id, s.name, null::uuid as by, '' as by_name, n.deleted_at as at
      from notes n left join lateral (
        select name from customers where n.subject_type = 'customer' and id = n.subject_id
        union all select number from orders where n.subject_type = 'order' and id = n.subject_id
        union all select title from products where n.subject_type = 'product' and id = n.subject_id) s on true
    union all
    select 'attachment', a.id, s.name, null, '', a.deleted_at
      from attachments a left join lateral (
        select name from customers where a.subject_type = 'customer' and id = a.subject_id
        union all select number from orders where a.subject_type = 'order' and id = a.subject_id
        union all select title from products where a.subject_type = 'product' and id = a.subject_id) s on true
    union all
    select 'task', id, title, null, '', deleted_at from tasks
    union all
    select 'view', id, name, owner_id, owner_name, deleted_at from record_views) as told
 where told.at is not null
    on conflict do nothing;

do $$
begin
  if to_regclass('graphile_worker.jobs') is not null and exists (select from trash_entries) then
    perform graphile_worker.add_job('records.trash.purge', '{}'::json,
      run_at => (select min(purge_at) from trash_entries), job_key => 'records.trash.purge');
  end if;
end
$$;
