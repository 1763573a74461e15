-- What looks like an attack, raised over security_events. The same kind about the same thing goes on in one row until it is
-- quiet for a while.
create table alerts (
  id           uuid        primary key,
  kind         text        not null check (kind ~ '^[a-z_]+$'),
  -- Null: it concerns the house as a whole, and only its operator is told.
  company_id   uuid        references companies on delete cascade,
  account_id   uuid        references accounts on delete set null,
  -- What it is about, so that it goes on in one row: a network, an account, a connection.
  about        text        not null,
  network      text,
  began_at     timestamptz not null,
  last_at      timestamptz not null,
  raised_at    timestamptz not null,
  events_count int         not null check (events_count > 0),
  facts        jsonb       not null,
  seen_at      timestamptz,
  seen_by      text,
  check ((seen_at is null) = (seen_by is null))
);
create index alerts_by_company on alerts (company_id, raised_at desc, id desc);
create index alerts_by_about on alerts (kind, about, last_at desc);
create index alerts_unseen on alerts (company_id) where seen_at is null;
create index alerts_by_account on alerts (account_id) where account_id is not null;

-- How far the events have been judged.
create table alert_rounds (
  is_one     boolean     primary key default true check (is_one),
  judged_at  timestamptz not null,
  -- Those of the newest events that are judged already.
  event_id   bigint      not null
);
