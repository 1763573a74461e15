-- Files that people hang on a record or on a note: who sees the record and what is noted of people sees them.
create table attachments (
  id                 uuid        primary key,
  subject_type       text        not null check (subject_type in ('customer', 'order', 'product')),
  subject_id         uuid        not null,
  -- The record it was hung on, before that one became part of another: where it goes back to when they part again.
  written_subject_id uuid        not null,
  -- Goes and comes back with its note.
  note_id            uuid        references notes on delete cascade,
  name               text        not null check (name <> '' and length(name) <= 200),
  bytes              int         not null check (bytes between 1 and 26214400),
  -- Told by its first bytes, never by its name.
  type               text        not null default 'application/octet-stream',
  -- What opens the door for its bytes, until they are all there.
  upload_hash        bytea,
  author_id          uuid,
  author_name        text        not null,
  created_at         timestamptz not null,
  ready_at           timestamptz,
  -- Deleted: for 30 days it can come back.
  deleted_at         timestamptz,
  check ((upload_hash is null) = (ready_at is not null))
);
create index attachments_by_subject on attachments (subject_type, subject_id, created_at desc, id desc);
create index attachments_by_note    on attachments (note_id) where note_id is not null;
create index attachments_by_upload  on attachments (upload_hash) where upload_hash is not null;
create index attachments_to_purge   on attachments (coalesce(deleted_at, created_at)) where deleted_at is not null or ready_at is null;

-- Their bytes in pieces, each sealed with the company's key.
create table attachment_parts (
  id            uuid  primary key,
  attachment_id uuid  not null references attachments on delete cascade,
  position      int   not null check (position >= 0),
  bytes         int   not null check (bytes > 0),
  sealed        bytea not null
);
create unique index attachment_parts_in_order on attachment_parts (attachment_id, position);

-- What opens one of them once.
create table attachment_links (
  token_hash    bytea       primary key,
  attachment_id uuid        not null references attachments on delete cascade,
  expires_at    timestamptz not null
);
create index attachment_links_by_attachment on attachment_links (attachment_id);
