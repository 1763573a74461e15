-- A purpose is the program's to name: the audit log's heads are signed with a key of their own.
alter table house_keys drop constraint house_keys_purpose_check;
alter table house_keys add constraint house_keys_purpose_check check (purpose ~ '^[a-z_]+$');

-- The newest entry of each lane of a company's audit log, as the house saw it a moment after its commit.
create table audit_tips (
  company_id uuid        not null references companies,
  lane       smallint    not null,
  position   bigint      not null,
  hash       bytea       not null,
  seen_at    timestamptz not null,
  primary key (company_id, lane)
);
create index audit_tips_by_time on audit_tips (seen_at);

-- Entries of a company's log about what happened here (a sign-in): written with the deed, and carried over after it.
create table audit_notes (
  id         uuid        primary key,
  company_id uuid        not null references companies,
  -- Sealed: it says who did what.
  sealed     text        not null,
  created_at timestamptz not null
);
create index audit_notes_by_company on audit_notes (company_id);
create index audit_notes_by_time    on audit_notes (created_at);
