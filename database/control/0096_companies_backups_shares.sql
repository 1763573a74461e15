-- The age key of backups is sealed under a second key as well, which lies beside the backups and never in a database: a copy
-- of this one from an earlier day brings back the row, not what opens it. Null: made before there was a second key.
alter table backup_keys add column share text;
