-- Whom the company buys from: what their papers say of them, and how they are paid.
create table suppliers (
  id                 uuid        primary key,
  name               text        not null check (name <> '' and length(name) <= 200),
  registration       text        not null default '',
  tax_number         text        not null default '',
  -- Whom to ask there, and how they are reached.
  contact_name       text        not null default '',
  email              text        not null default '',
  phone              text        not null default '',
  street             text        not null default '',
  street2            text        not null default '',
  city               text        not null default '',
  postcode           text        not null default '',
  state              text        not null default '',
  country            text        check (country ~ '^[A-Z]{2}$'),
  currency           text        not null check (currency ~ '^[A-Z]{3}$'),
  terms_days         smallint    not null check (terms_days between 0 and 365),
  -- What is bought of them usually is posted there.
  expense_account_id uuid        references ledger_accounts,
  note               text        not null default '',
  -- Where their money goes: bank, account, holder, sealed together. What is shown of it are the last figures.
  bank_sealed        text,
  bank_hint          text        not null default '',
  created_by         uuid,
  created_at         timestamptz not null,
  updated_at         timestamptz not null,
  trashed_at         timestamptz,
  version            int         not null default 1,
  check ((bank_sealed is null) = (bank_hint = ''))
);
create index suppliers_by_name    on suppliers (lower(name), id) where trashed_at is null;
create index suppliers_by_account on suppliers (expense_account_id);
create index suppliers_by_email   on suppliers (lower(email)) where email <> '';
