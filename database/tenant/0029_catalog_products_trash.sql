-- A product that a person deleted, as orders are: `deleted_at` says that it is in no list, `trashed_at` that it was a person.
alter table products add column trashed_at timestamptz;
alter table products add constraint products_trashed_check check (trashed_at is null or deleted_at is not null);

-- Deleted for good: nothing that a store tells of it brings it back.
alter table product_deletions add column purged_at timestamptz;
