-- Money that came in for invoices. It is undone by a reversing entry, and stays.
create table receipts (
  id           uuid        primary key,
  received_on  date        not null,
  currency     text        not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint      not null check (amount_minor > 0),
  -- The account it came to.
  account_id   uuid        not null references ledger_accounts,
  reference    text        not null default '',
  entry_id     uuid        not null,
  undone_on    date,
  undone_at    timestamptz,
  created_by   uuid,
  created_at   timestamptz not null,
  check ((undone_on is null) = (undone_at is null))
);
create index receipts_by_account on receipts (account_id);
revoke delete, truncate on receipts from kaunter_app;

create table receipt_allocations (
  receipt_id   uuid   not null references receipts,
  invoice_id   uuid   not null references invoices,
  amount_minor bigint not null check (amount_minor > 0),
  primary key (receipt_id, invoice_id)
);
create index receipt_allocations_by_invoice on receipt_allocations (invoice_id);
revoke update, delete, truncate on receipt_allocations from kaunter_app;
