-- An order out of a file is known by its number.
create index orders_by_number on orders (number) where deleted_at is null;
