-- What suppliers ask of us, the credits that take off of it, and what was paid at once. A draft may change; what is approved is
-- posted and stands.
create table bills (
  id              uuid        primary key,
  kind            text        not null check (kind in ('bill', 'vendor_credit', 'expense')),
  status          text        not null check (status in ('draft', 'approved', 'undone')),
  supplier_id     uuid        references suppliers on delete set null,
  -- As they were called when it was approved, whatever becomes of them; of a draft as it was typed.
  supplier        jsonb       not null,
  -- The number the supplier gave it, and what of it tells two numbers apart.
  number          text        not null default '',
  number_key      text        not null generated always as (lower(regexp_replace(number, '[^[:alnum:]]', '', 'g'))) stored,
  -- The supplier's day and ours: they differ where the month was closed before the paper came.
  billed_on       date        not null,
  due_on          date        not null,
  posted_on       date,
  currency        text        not null check (currency ~ '^[A-Z]{3}$'),
  prices_contain_tax boolean  not null,
  reference       text        not null default '',
  note            text        not null default '',
  -- The lines as they were typed, exact decimals as text; and what they come to, reckoned by finance/taxes.
  content         jsonb       not null,
  figures         jsonb       not null,
  net_minor       bigint      not null,
  tax_minor       bigint      not null,
  -- Of the tax: what is claimed back. The rest is part of the cost.
  claimed_minor   bigint      not null,
  rounding_minor  bigint      not null,
  payable_minor   bigint      not null,
  -- What payments and vendor credits have taken off a bill; what of a vendor credit was taken off bills.
  paid_minor      bigint      not null default 0,
  credited_minor  bigint      not null default 0,
  used_minor      bigint      not null default 0,
  due_minor       bigint      not null generated always as (payable_minor - paid_minor - credited_minor - used_minor) stored,
  -- Of an expense: the account it was paid from.
  account_id      uuid        references ledger_accounts,
  -- Of a vendor credit: the bill it answers, where it answers one.
  credits_id      uuid        references bills,
  entry_id        uuid,
  undone_on       date,
  undo_entry_id   uuid,
  created_by      uuid,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  trashed_at      timestamptz,
  version         int         not null default 1,
  check ((status = 'draft') = (posted_on is null)),
  check ((status = 'draft') = (entry_id is null)),
  check ((status = 'undone') = (undone_on is not null)),
  check ((undone_on is null) = (undo_entry_id is null)),
  check (status <> 'undone' or kind = 'expense'),
  check (trashed_at is null or status = 'draft'),
  check (status = 'draft' or (kind = 'expense') = (account_id is not null)),
  check (credits_id is null or kind = 'vendor_credit'),
  check (due_on >= billed_on),
  check (payable_minor = net_minor + tax_minor + rounding_minor),
  check (paid_minor >= 0 and credited_minor >= 0 and used_minor >= 0),
  check (status = 'draft' or paid_minor + credited_minor + used_minor <= payable_minor),
  check (used_minor = 0 or kind = 'vendor_credit'),
  check (credited_minor = 0 or kind = 'bill'),
  check (paid_minor = 0 or kind <> 'vendor_credit')
);
create index bills_by_day      on bills (billed_on desc, id desc) where trashed_at is null;
create index bills_by_supplier on bills (supplier_id, billed_on desc);
create index bills_by_number   on bills (supplier_id, number_key) where number_key <> '';
create index bills_by_amount   on bills (payable_minor, billed_on);
create index bills_by_account  on bills (account_id);
create index bills_by_credited on bills (credits_id);
create index bills_open        on bills (due_on) where status = 'approved' and kind = 'bill';
revoke truncate on bills from kaunter_app;

-- What is approved stays as it was: only what was paid and taken off, that it was undone, and whose it is go on.
create function approved_bills_stay() returns trigger
  language plpgsql as $$
declare
  moves text[] := '{paid_minor,credited_minor,used_minor,due_minor,number_key,supplier_id,updated_at,version}';
  undoes constant text[] := '{status,undone_on,undo_entry_id}';
begin
  if old.status = 'approved' and new.status = 'undone' then
    moves := moves || undoes;
  end if;
  if (to_jsonb(old) - moves) is distinct from (to_jsonb(new) - moves) then
    raise exception 'bill % is approved: a vendor credit answers it', old.id using errcode = 'KB000';
  end if;
  return new;
end $$;
create trigger approved_stay before update on bills for each row when (old.status <> 'draft')
  execute function approved_bills_stay();

-- A draft that was deleted is in the trash for 30 days; then nothing is left of it. What is approved stays for good.
create function only_drafts_go() returns trigger language plpgsql as $$
begin
  if old.status <> 'draft' or old.trashed_at is null then
    raise exception 'bill % is not in the trash', old.id using errcode = 'KB000';
  end if;
  return old;
end $$;
create trigger bills_only_drafts_go before delete on bills for each row execute function only_drafts_go();

-- What an approved paper bears of each tax, claimed back or not: the tax report adds these up. One that was undone has them twice.
create table bill_taxes (
  bill_id       uuid         not null references bills,
  tax_code_id   uuid         not null references tax_codes,
  rate          numeric(9,6) not null,
  is_claimed    boolean      not null,
  is_undo       boolean      not null default false,
  -- Below 0 where something is taken back.
  taxable_minor bigint       not null,
  tax_minor     bigint       not null,
  posted_on     date         not null,
  primary key (bill_id, tax_code_id, is_claimed, is_undo)
);
create index bill_taxes_by_code on bill_taxes (tax_code_id, posted_on);
revoke update, delete, truncate on bill_taxes from kaunter_app;
