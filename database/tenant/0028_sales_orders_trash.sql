-- An order that a person deleted: `deleted_at` says that it is in no list and counts nowhere, whoever deleted it;
-- `trashed_at` that it was a person, whose word stands whatever the store tells.
alter table orders add column trashed_at timestamptz;
alter table orders add constraint orders_trashed_check check (trashed_at is null or deleted_at is not null);

-- Deleted for good: nothing that a store tells of it brings it back.
alter table order_deletions add column purged_at timestamptz;

-- A person decided that a subscription is nobody's: its customer was deleted for good.
alter table subscriptions drop constraint subscriptions_joined_by_check;
alter table subscriptions add constraint subscriptions_joined_by_check
  check (joined_by in ('email', 'store', 'phone', 'person', 'nobody'));
