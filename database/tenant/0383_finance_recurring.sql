-- Invoices that come again: what each says, and when the next is due.
create table recurring_invoices (
  id              uuid        primary key,
  status          text        not null check (status in ('active', 'paused', 'ended')),
  every           text        not null check (every in ('week', 'month', 'quarter', 'year')),
  -- The day of the first. Months keep its day; one that is shorter has its last day instead.
  starts_on       date        not null,
  is_month_end    boolean     not null,
  ends_on         date,
  -- What becomes of each: a draft, or issued and sent.
  does            text        not null check (does in ('draft', 'send')),
  language        text        not null check (language in ('en', 'ms')),
  -- Which one is next, counted from 0, and its day; no day once it has ended.
  next_index      int         not null default 0 check (next_index >= 0),
  next_on         date,
  customer_id     uuid        references customers on delete set null,
  buyer           jsonb       not null,
  currency        text        not null check (currency ~ '^[A-Z]{3}$'),
  prices_contain_tax boolean  not null,
  terms_days      smallint    not null check (terms_days between 0 and 365),
  reference       text        not null default '',
  note            text        not null default '',
  content         jsonb       not null,
  figures         jsonb       not null,
  payable_minor   bigint      not null,
  -- Why the one that is due did not come about: a reason's code. It is tried again.
  failure         text,
  created_by      uuid,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  version         int         not null default 1,
  check (ends_on is null or ends_on >= starts_on),
  check ((status = 'ended') = (next_on is null))
);
create index recurring_invoices_by_next     on recurring_invoices (next_on) where status = 'active';
create index recurring_invoices_by_customer on recurring_invoices (customer_id);

-- Each period once, whoever runs it and how often.
create table recurring_periods (
  recurring_id uuid        not null references recurring_invoices on delete cascade,
  period_on    date        not null,
  invoice_id   uuid        references invoices on delete set null,
  made_at      timestamptz not null,
  primary key (recurring_id, period_on)
);
create index recurring_periods_by_invoice on recurring_periods (invoice_id);
revoke update, truncate on recurring_periods from kaunter_app;
