-- What is open in other currencies, taken at the rate of a day (IAS 21.23): booked on that day and answered on the next, so that
-- settlements go on from what each paper was posted at. Once for a day, unless it was undone.
create table revaluations (
  id          uuid        primary key,
  revalued_on date        not null,
  entry_id    uuid        not null,
  reversal_id uuid        not null,
  undone_at   timestamptz,
  booked_by   uuid,
  booked_at   timestamptz not null
);
create unique index revaluations_once on revaluations (revalued_on) where undone_at is null;
revoke delete, truncate on revaluations from kaunter_app;

-- What was revalued: what of it was open, at what that was carried, and what it was worth on the day.
create table revaluation_items (
  revaluation_id uuid    not null references revaluations,
  kind           text    not null check (kind in ('invoice', 'bill', 'vendor_credit', 'account')),
  item_id        uuid    not null,
  account_id     uuid    not null references ledger_accounts,
  name           text    not null,
  currency       text    not null check (currency ~ '^[A-Z]{3}$'),
  -- Debits are positive, as on a journal line.
  document_minor bigint  not null,
  carried_minor  bigint  not null,
  worth_minor    bigint  not null,
  rate           numeric not null check (rate > 0),
  rate_source    text    not null,
  rate_on        date    not null,
  primary key (revaluation_id, kind, item_id, currency)
);
create index revaluation_items_by_item    on revaluation_items (item_id);
create index revaluation_items_by_account on revaluation_items (account_id);
revoke update, delete, truncate on revaluation_items from kaunter_app;
