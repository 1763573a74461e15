-- How far the sales that were there before the books have been posted, and when all were last posted anew.
create table posting_runs (
  is_only     boolean     primary key default true check (is_only),
  state       text        not null check (state in ('running', 'done')),
  done_count  int         not null default 0,
  total_count int         not null default 0,
  -- The order behind which the next step goes on.
  reached_id  uuid,
  started_at  timestamptz not null
);

-- Sales that could not be posted: in a currency without a rate. They are tried again when one is told.
create table posting_waits (
  order_id uuid        primary key references orders on delete cascade,
  reason   text        not null,
  since_at timestamptz not null
);
