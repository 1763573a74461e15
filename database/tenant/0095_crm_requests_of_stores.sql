-- A store that is disconnected on its platform asks that its customers be erased. An Admin decides; it is then done in steps.
alter table privacy_requests
  drop constraint privacy_requests_kind_check,
  add constraint privacy_requests_kind_check check (kind in ('access', 'correction', 'erasure', 'store_erasure')),
  -- When an Admin decided for it, how many are gone since, and what of each table: for the certificate.
  add column erasing_at   timestamptz,
  add column erased_count int   not null default 0 check (erased_count >= 0),
  add column erased_parts jsonb not null default '[]',
  add check (kind <> 'store_erasure' or connection_id is not null),
  add check (kind = 'store_erasure' or (erasing_at is null and erased_count = 0));

-- Whom a store told of first.
create index customers_by_first_connection on customers (first_connection_id, id) where first_connection_id is not null;
