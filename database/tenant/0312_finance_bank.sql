-- What a bank said of an account, file by file.
create table bank_imports (
  id            uuid        primary key,
  account_id    uuid        not null references ledger_accounts,
  name          text        not null,
  format        text        not null,
  lines_count   int         not null,
  -- Lines of the file that were here already, and those the bank has not booked yet: neither was taken.
  known_count   int         not null,
  pending_count int         not null,
  closing_minor bigint,
  closing_on    date,
  imported_by   uuid,
  imported_at   timestamptz not null
);
create index bank_imports_by_account on bank_imports (account_id, imported_at desc);

-- Which column of a bank's table tells what: said once for an account.
create table bank_mappings (
  account_id uuid  primary key references ledger_accounts,
  mapping    jsonb not null
);

-- A line of a bank's statement. What it is known by comes from the bank; where that says nothing, from all it says and how many
-- of the like stood before it.
create table bank_lines (
  id           uuid   primary key,
  account_id   uuid   not null references ledger_accounts,
  import_id    uuid   not null references bank_imports,
  bank_key     text   not null,
  booked_on    date   not null,
  value_on     date,
  -- In the account's favour above 0.
  amount_minor bigint not null check (amount_minor <> 0),
  counterparty text   not null default '',
  reference    text   not null default '',
  text         text   not null default '',
  unique (account_id, bank_key)
);
create index bank_lines_by_day    on bank_lines (account_id, booked_on desc, id desc);
create index bank_lines_by_import on bank_lines (import_id);

-- What a line is in the books. It is undone as a whole: what it posted is answered, and the line is open again.
create table bank_matches (
  id         uuid        primary key,
  line_id    uuid        not null unique references bank_lines,
  kind       text        not null check (kind in ('invoices', 'entries', 'payout', 'account')),
  -- How sure the house was, and why; null where a person found it alone.
  score      smallint    check (score between 0 and 100),
  why        text[]      not null default '{}',
  -- The account that was chosen, or the one whose money arrived.
  other_account_id uuid  references ledger_accounts,
  -- Of a payout: what was kept back of it.
  fee_minor     bigint   not null default 0 check (fee_minor >= 0),
  reserve_minor bigint   not null default 0 check (reserve_minor >= 0),
  receipt_id uuid        references receipts,
  matched_by uuid,
  matched_at timestamptz not null
);
create index bank_matches_by_account on bank_matches (other_account_id);
create index bank_matches_by_receipt on bank_matches (receipt_id);

-- The entries a match stands on: each is at the bank once.
create table bank_match_entries (
  account_id uuid not null references ledger_accounts,
  entry_id   uuid not null references journal_entries,
  match_id   uuid not null references bank_matches on delete cascade,
  primary key (account_id, entry_id)
);
create index bank_match_entries_by_match on bank_match_entries (match_id);
create index bank_match_entries_by_entry on bank_match_entries (entry_id);

-- That the books and the bank said the same on a day.
create table bank_reconciliations (
  id            uuid        primary key,
  account_id    uuid        not null references ledger_accounts,
  closing_on    date        not null,
  closing_minor bigint      not null,
  reconciled_by uuid,
  reconciled_at timestamptz not null,
  unique (account_id, closing_on)
);
