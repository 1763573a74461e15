-- As orders: a person may bring back what a store has deleted, until the store says so again.
alter table product_deletions add column overruled_at timestamptz;

-- Those deleted before there was a trash: their 30 days begin now.
insert into trash_entries (subject_type, subject_id, name, actor_kind, actor_id, actor_name, trashed_at, purge_at)
select 'product', p.id, p.title, 'connection', p.connection_id, coalesce(k.name, ''), now(), now() + interval '30 days'
  from products p left join connections k on k.id = p.connection_id
 where p.deleted_at is not null
on conflict (subject_type, subject_id) do nothing;
