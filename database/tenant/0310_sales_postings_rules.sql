-- Which account the revenue of a category is booked to, and of all beneath it that names none of its own.
create table posting_rules (
  category   text primary key check (category <> '' and category = btrim(category)),
  account_id uuid not null references ledger_accounts
);
create unique index posting_rules_by_words on posting_rules (lower(category));
create index posting_rules_by_account      on posting_rules (account_id);

-- What holds of all postings: one row, from the first change on.
create table posting_settings (
  is_only     boolean primary key default true check (is_only),
  -- Whether what is sold leaves the inventory at what it cost.
  books_costs boolean not null default true,
  version     int     not null default 1
);

-- By what a product of an order was posted. Kept with the first posting that knew it, so that another category, another rule or
-- another cost never moves what was sold before: that is done by posting a time anew.
create table posting_choices (
  id            bigint primary key generated always as identity,
  order_id      uuid   not null references orders on delete cascade,
  product_id    uuid   not null,
  -- Null: the line names no variant, or one that nobody told of.
  variant_id    uuid,
  account_id    uuid   not null references ledger_accounts,
  -- What one of it cost; null while no cost is known.
  cost_minor    bigint check (cost_minor >= 0),
  cost_currency text   check (cost_currency ~ '^[A-Z]{3}$'),
  unique nulls not distinct (order_id, product_id, variant_id),
  check ((cost_minor is null) = (cost_currency is null))
);
create index posting_choices_by_account on posting_choices (account_id);

-- A time that is posted anew by the rules of today: first tried, which changes nothing and says what would, then done.
create table posting_reruns (
  is_only       boolean     primary key default true check (is_only),
  state         text        not null check (state in ('trying', 'tried', 'posting', 'posted')),
  from_on       date        not null,
  to_on         date        not null check (to_on >= from_on),
  done_count    int         not null default 0,
  total_count   int         not null default 0,
  -- Orders of which something else would stand, and by how much which accounts change.
  changed_count int         not null default 0,
  sums          jsonb       not null default '{}',
  -- The order behind which the next step goes on.
  reached_id    uuid,
  started_at    timestamptz not null
);
