-- By now every entry has its place.
alter table audit_entries
  alter column lane set not null,
  alter column position set not null,
  alter column said set not null,
  alter column hash set not null;

-- What the log was at a moment: the newest entry of each lane, signed by the house. Also kept in the control database.
create table audit_heads (
  number    bigint      primary key,
  at        timestamptz not null,
  -- Canonical JSON, and the signature over its bytes.
  statement text        not null,
  key_id    int         not null,
  signature bytea       not null
);
revoke update, delete, truncate on audit_heads from kaunter_app;

-- What came of looking through the log: all of it, or what was new since the last head.
create table audit_checks (
  id            bigint      generated always as identity primary key,
  at            timestamptz not null,
  is_whole      boolean     not null,
  entries_count bigint      not null,
  findings      jsonb       not null
);
revoke update, delete, truncate on audit_checks from kaunter_app;

-- Who may take the log along once, for a few minutes: only a hash of what opens it.
create table audit_downloads (
  token_hash bytea       primary key,
  expires_at timestamptz not null
);

-- Erases what entries tell of records: the words go, their hash stays, and the chain is whole. The caller notes in the log
-- which ones these were; an erased entry that no later one names is held to be tampered with.
create function erase_audit_values(of_type text, of_ids uuid[])
  returns table (lane smallint, "position" bigint)
  language sql security definer set search_path = public, pg_temp as $$
  update audit_entries e
     set salt = null, change = '{}', subject_name = ''
   where e.subject_type = of_type and e.subject_id = any(of_ids) and e.salt is not null
  returning e.lane, e.position $$;
