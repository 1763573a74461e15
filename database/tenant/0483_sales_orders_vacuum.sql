-- As with customers: whatever is counted of orders is read from indexes alone, where little was changed since it was cleared.
alter table orders set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
