-- Money that a supplier gave back: of what was paid ahead, or of a vendor credit. It is undone by a reversing entry, and stays.
create table supplier_refunds (
  id              uuid        primary key,
  supplier_id     uuid        references suppliers on delete set null,
  supplier_name   text        not null,
  disbursement_id uuid        references disbursements,
  credit_id       uuid        references bills,
  refunded_on     date        not null,
  -- Of what it gives back; what came to the account, where that is another currency.
  currency        text        not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor    bigint      not null check (amount_minor > 0),
  money_currency  text        check (money_currency ~ '^[A-Z]{3}$'),
  money_minor     bigint      check (money_minor > 0),
  -- In the currency of the books: what it took of what was carried, where that is foreign, and what the rates made of it since.
  taken_minor     bigint,
  gain_minor      bigint      not null default 0,
  account_id      uuid        not null references ledger_accounts,
  reference       text        not null default '',
  entry_id        uuid        not null,
  undone_on       date,
  undone_at       timestamptz,
  created_by      uuid,
  created_at      timestamptz not null,
  check (num_nonnulls(disbursement_id, credit_id) = 1),
  check ((money_currency is null) = (money_minor is null)),
  check ((undone_on is null) = (undone_at is null))
);
create index supplier_refunds_by_supplier     on supplier_refunds (supplier_id);
create index supplier_refunds_by_disbursement on supplier_refunds (disbursement_id);
create index supplier_refunds_by_credit       on supplier_refunds (credit_id);
create index supplier_refunds_by_account      on supplier_refunds (account_id);
revoke delete, truncate on supplier_refunds from kaunter_app;
