-- A subscription that a person deleted, as orders are: `deleted_at` says that it is in no list, `trashed_at` that it was a
-- person, whose word stands whatever the store tells.
alter table subscriptions add column trashed_at timestamptz;
alter table subscriptions add constraint subscriptions_trashed_check check (trashed_at is null or deleted_at is not null);

-- Deleted for good: nothing that a store tells of it brings it back. Overruled: a person brought back what it had deleted.
alter table subscription_deletions add column purged_at timestamptz;
alter table subscription_deletions add column overruled_at timestamptz;

-- Those that stores deleted before: their 30 days begin now.
insert into trash_entries (subject_type, subject_id, name, actor_kind, actor_id, actor_name, trashed_at, purge_at)
select 'subscription', s.id, s.number, 'connection', s.connection_id, coalesce(k.name, ''), now(), now() + interval '30 days'
  from subscriptions s left join connections k on k.id = s.connection_id
 where s.deleted_at is not null
on conflict (subject_type, subject_id) do nothing;
