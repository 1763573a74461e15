-- What each probe found, for the whole house (no company) or for one. Runs that find the same are one row that grows: how
-- often, since when, until when. A change of state begins a new row, so the rows are the history.
create table promise_proofs (
  id         bigint      generated always as identity primary key,
  probe      text        not null check (probe ~ '^[a-z_]+$'),
  company_id uuid        references companies on delete cascade,
  state      text        not null check (state in ('kept', 'degraded')),
  since_at   timestamptz not null,
  last_at    timestamptz not null check (last_at >= since_at),
  runs_count int         not null default 1 check (runs_count > 0),
  -- What the last run found: {"said": "…", "facts": {…}}; the words stand in the register.
  evidence   jsonb       not null,
  is_current boolean     not null default true
);
create unique index promise_proofs_current on promise_proofs (probe, company_id) nulls not distinct where is_current;
create index promise_proofs_by_company on promise_proofs (company_id, probe, since_at desc);

-- When a company was last tried, and whether somebody asks for it now.
create table promise_trials (
  company_id uuid        primary key references companies on delete cascade,
  tried_at   timestamptz,
  asked_at   timestamptz
);
create index promise_trials_asked on promise_trials (asked_at) where asked_at is not null;
