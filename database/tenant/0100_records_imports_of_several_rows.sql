-- A record may take several rows of a file (an order's lines, a product's variants): one that is wrong keeps all of them
-- back, until it is put right. Null: the row stands alone.
alter table import_failures add column head_line int;
create index import_failures_by_head on import_failures (import_id, head_line) where head_line is not null;

-- An import may make records beside those it is of: the customers of orders. Null: the import's own type.
alter table import_changes add column record_type text check (record_type in ('customer', 'order', 'product'));
