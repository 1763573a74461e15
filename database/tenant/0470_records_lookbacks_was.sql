-- Of a record that was changed since: what those of its fields held that hold something else now, by their keys.
alter table lookback_rows add column was jsonb;
