-- Accounts that a store says are one person, by the keys of customer_identities: kept, so that it holds whichever of them is
-- told first, and when.
create table store_account_merges (
  kept_key text        collate "C" not null,
  gone_key text        collate "C" not null,
  told_at  timestamptz not null,
  primary key (gone_key, kept_key)
);
create index store_account_merges_by_kept on store_account_merges (kept_key);
