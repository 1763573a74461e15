-- What people wrote on a record: text of people about people, shown to those who see sensitive fields.
create table notes (
  id                 uuid        primary key,
  subject_type       text        not null check (subject_type in ('customer', 'order', 'product')),
  subject_id         uuid        not null,
  -- The record it was written on, before that one became part of another: where it goes back to when they part again.
  written_subject_id uuid        not null,
  text               text        not null check (text <> ''),
  author_id          uuid,
  author_name        text        not null,
  -- Who is named in it with an @: `[{id, name}]`, as they were called then.
  mentions           jsonb       not null default '[]' check (jsonb_typeof(mentions) = 'array'),
  pinned_at          timestamptz,
  created_at         timestamptz not null,
  edited_at          timestamptz,
  -- Deleted: for 30 days it can come back.
  deleted_at         timestamptz,
  version            int         not null default 1
);
create index notes_by_subject on notes (subject_type, subject_id, (pinned_at is not null) desc, created_at desc, id desc);
create index notes_by_time    on notes (subject_type, subject_id, created_at desc, id desc) where deleted_at is null;
create index notes_to_purge   on notes (deleted_at) where deleted_at is not null;

-- A note as it stood before each edit.
create table note_versions (
  note_id     uuid        not null references notes on delete cascade,
  version     int         not null,
  text        text        not null,
  editor_name text        not null,
  written_at  timestamptz not null,
  primary key (note_id, version)
);

-- Whom a note told something: they see it under what needs them, and by mail unless they want none.
create table note_mentions (
  note_id    uuid        not null references notes on delete cascade,
  account_id uuid        not null,
  at         timestamptz not null,
  mailed_at  timestamptz,
  primary key (note_id, account_id)
);
create index note_mentions_by_account on note_mentions (account_id, at desc, note_id desc);
