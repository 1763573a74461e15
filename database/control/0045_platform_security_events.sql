-- What may be part of an attack, noted as it happens and forgotten after 30 days. No reference to other tables: a note must
-- never fail for want of one. What was typed is never kept, only a keyed mark of it.
create table security_events (
  id         bigint      generated always as identity primary key,
  at         timestamptz not null,
  kind       text        not null check (kind ~ '^[a-z_]+(\.[a-z_]+)+$'),
  company_id uuid,
  account_id uuid,
  -- An IPv4 address, or the /64 of an IPv6 one.
  network    text,
  -- How often the very same was noted at about the same moment.
  times      int         not null check (times > 0),
  detail     jsonb       not null
);
create index security_events_by_time on security_events (at);
create index security_events_by_company on security_events (company_id, at desc) where company_id is not null;
create index security_events_by_account on security_events (account_id, at desc) where account_id is not null;
