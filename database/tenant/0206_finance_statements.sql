-- What each night's look at the books found: balances that were not their lines (and were added up anew), and whatever else
-- must hold and did not.
create table books_checks (
  checked_at      timestamptz primary key,
  differing_count int         not null,
  unsound         text[]      not null
);
