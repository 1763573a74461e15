-- The chart of accounts: a tree whose branches are groups and whose leaves are posted to.
create table ledger_accounts (
  id             uuid        primary key,
  parent_id      uuid        references ledger_accounts,
  code           text        not null check (code ~ '^[0-9A-Za-z][0-9A-Za-z.-]{0,19}$'),
  name           text        not null check (name <> ''),
  kind           text        not null check (kind in
                   ('bank', 'current_asset', 'fixed_asset', 'current_liability', 'long_liability', 'equity',
                    'revenue', 'other_income', 'cost_of_sales', 'expense', 'other_expense')),
  type           text        not null generated always as (
                   case when kind in ('bank', 'current_asset', 'fixed_asset') then 'asset'
                        when kind in ('current_liability', 'long_liability') then 'liability'
                        when kind = 'equity' then 'equity'
                        when kind in ('revenue', 'other_income') then 'income'
                        else 'expense' end) stored,
  -- Groups hold accounts and are never posted to.
  is_group       boolean     not null default false,
  -- What the house itself posts there: sales, what customers owe, tax on sales … Each part is played by one account.
  part           text,
  -- Where only one currency may stand: a bank account, a clearing account.
  currency       text        check (currency ~ '^[A-Z]{3}$'),
  -- Money on its way: of which store (null: entered by hand) and by which way of paying.
  clears_store_id uuid,
  clears_method  text,
  archived_at    timestamptz,
  created_at     timestamptz not null,
  version        int         not null default 1,
  check (part is null or archived_at is null),
  check (clears_method is null or (kind = 'current_asset' and not is_group))
);
create unique index ledger_accounts_code   on ledger_accounts (code) where archived_at is null;
create unique index ledger_accounts_part   on ledger_accounts (part) where part is not null;
create unique index ledger_accounts_clears on ledger_accounts (clears_store_id, clears_method) nulls not distinct
  where clears_method is not null and archived_at is null;
create index ledger_accounts_by_parent     on ledger_accounts (parent_id);

create function hold_books_still() returns trigger
  language plpgsql as $$
begin
  perform hold_books(true);
  return new;
end $$;
-- Whoever posts has looked at these.
create trigger hold_books before update on ledger_accounts for each row
  when ((old.archived_at, old.is_group, old.currency, old.kind) is distinct from (new.archived_at, new.is_group, new.currency, new.kind))
  execute function hold_books_still();
-- What was posted to is part of the papers.
create trigger accounts_stay before delete on ledger_accounts for each row execute function refuse_change();
revoke delete, truncate on ledger_accounts from kaunter_app;
