-- How large the pieces of a file are: those begun from here on are smaller, for each passes through the memory of whoever
-- takes and reads it several times over.
alter table imports add column part_bytes int not null default 4194304 check (part_bytes > 0);
