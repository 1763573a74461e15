-- What a store deletes goes to the trash like all that is deleted. A person may bring it back: then the store's word no
-- longer holds, until it says so again.
alter table order_deletions add column overruled_at timestamptz;

-- Those deleted before there was a trash: their 30 days begin now.
insert into trash_entries (subject_type, subject_id, name, actor_kind, actor_id, actor_name, trashed_at, purge_at)
select 'order', o.id, o.number, 'connection', o.connection_id, coalesce(k.name, ''), now(), now() + interval '30 days'
  from orders o left join connections k on k.id = o.connection_id
 where o.deleted_at is not null
on conflict (subject_type, subject_id) do nothing;
