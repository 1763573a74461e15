-- A statement of account is of a time and of one currency; null: that of the books, as those were that left before.
alter table sendings add column currency text check (currency ~ '^[A-Z]{3}$');
