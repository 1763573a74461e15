-- Counts are read from indexes alone, as long as the pages behind them are known to hold nothing that was changed since. With
-- a fifth of a million changed before anybody clears away, nearly every page was looked at again: a count took a second.
alter table customers set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
