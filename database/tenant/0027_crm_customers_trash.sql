-- A customer in the trash. They are put aside as well, so that whatever looks at live customers passes them by; whom only
-- the trash put aside comes back with it.
alter table customers add column trashed_at timestamptz;
alter table customers drop constraint customers_archived_by_check;
alter table customers add constraint customers_archived_by_check check (archived_by in ('person', 'store', 'trash'));
alter table customers add constraint customers_trashed_check check (
  (trashed_at is null or archived_at is not null) and (archived_by <> 'trash' or trashed_at is not null));

-- What led to a customer when they were deleted. Addresses and numbers are unique among live customers only: a live one
-- may take them over, and the restore asks for them again.
create table customer_claims (
  customer_id uuid    not null references customers on delete cascade,
  kind        text    not null check (kind in ('email', 'store', 'phone')),
  key         text    collate "C" not null,
  is_told     boolean not null,
  deleted_at  timestamptz,
  told        jsonb,
  primary key (customer_id, kind, key)
);

-- A store's account of somebody who was deleted for good: what the store says of it from before then makes nobody anew.
-- It holds the moment they were put into the trash.
alter table customer_identities add column gone_at timestamptz;
alter table customer_identities drop constraint customer_identities_check;
alter table customer_identities add constraint customer_identities_check
  check (customer_id is not null or deleted_at is not null or gone_at is not null);
