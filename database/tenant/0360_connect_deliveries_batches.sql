-- What stores sent since the log was last brought up to date: those that came together in one row, sealed together. The
-- door writes nothing else while a store waits; the worker takes them into the log as its first act and leaves none here.
create table delivery_batches (
  id               uuid        primary key,
  connection_id    uuid        not null references connections,
  deliveries_count int         not null check (deliveries_count > 0),
  body             bytea       not null
);
create index delivery_batches_by_connection on delivery_batches (connection_id);
-- Sealed bytes do not compress.
alter table delivery_batches alter column body set storage external;
revoke update, truncate on delivery_batches from kaunter_app;

create or replace function purge_deliveries(connection uuid, most int) returns int
  language sql security definer set search_path = public, pg_temp
  as $$
    with due as (
      select r.delivery_id as id from delivery_results r join connections c on c.id = r.connection_id
       where r.connection_id = connection and c.purged_at is not null limit most),
    unread as (
      delete from delivery_batches b using connections c
       where c.id = b.connection_id and b.connection_id = connection and c.purged_at is not null),
    results as (delete from delivery_results r using due where r.delivery_id = due.id),
    gone as (delete from deliveries d using due where d.id = due.id returning 1)
    select count(*)::int from gone
  $$;
