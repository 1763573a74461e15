-- Money that went out to suppliers. It is undone by a reversing entry, and stays.
create table disbursements (
  id            uuid        primary key,
  supplier_id   uuid        references suppliers on delete set null,
  supplier_name text        not null,
  paid_on       date        not null,
  currency      text        not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor  bigint      not null check (amount_minor > 0),
  -- What of it was taken off bills; the rest is paid ahead.
  used_minor    bigint      not null default 0,
  left_minor    bigint      not null generated always as (amount_minor - used_minor) stored,
  -- The account it went from.
  account_id    uuid        not null references ledger_accounts,
  reference     text        not null default '',
  entry_id      uuid        not null,
  undone_on     date,
  undone_at     timestamptz,
  created_by    uuid,
  created_at    timestamptz not null,
  version       int         not null default 1,
  check (used_minor between 0 and amount_minor),
  check ((undone_on is null) = (undone_at is null)),
  check (undone_on is null or used_minor = 0)
);
create index disbursements_by_supplier on disbursements (supplier_id, paid_on desc);
create index disbursements_by_account  on disbursements (account_id);
create index disbursements_left        on disbursements (paid_on) where undone_on is null and used_minor < amount_minor;
revoke delete, truncate on disbursements from kaunter_app;

-- What a payment or a vendor credit takes off a bill. It is never changed: one that is undone is answered by its opposite.
create table bill_allocations (
  id              uuid        primary key,
  bill_id         uuid        not null references bills,
  disbursement_id uuid        references disbursements,
  credit_id       uuid        references bills,
  amount_minor    bigint      not null check (amount_minor <> 0),
  allocated_on    date        not null,
  undoes_id       uuid        unique references bill_allocations,
  created_by      uuid,
  created_at      timestamptz not null,
  check (num_nonnulls(disbursement_id, credit_id) = 1),
  check ((amount_minor < 0) = (undoes_id is not null))
);
create index bill_allocations_by_bill         on bill_allocations (bill_id);
create index bill_allocations_by_disbursement on bill_allocations (disbursement_id);
create index bill_allocations_by_credit       on bill_allocations (credit_id);
revoke update, delete, truncate on bill_allocations from kaunter_app;
