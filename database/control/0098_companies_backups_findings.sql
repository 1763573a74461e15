-- What was not as it must be within a restored copy, though it was equal: books that do not add up, an audit log with a gap.
alter table backups add column findings jsonb;
