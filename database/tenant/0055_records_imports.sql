-- A file of records that somebody brings in: how far it is, how its columns are meant, and what came of it.
create table imports (
  id            uuid        primary key,
  type          text        not null check (type in ('customer', 'order', 'product')),
  state         text        not null check (state in (
                  'uploading', 'reading', 'unreadable', 'matching', 'trying', 'tried', 'running', 'done', 'undoing', 'undone')),
  file_name     text        not null,
  file_bytes    bigint      not null check (file_bytes > 0),
  -- Only a hash of what opens the door for its bytes.
  upload_hash   bytea,
  -- What the file turned out to be: format, encoding, delimiter, sheets; and of each column what reading all rows found.
  found         jsonb,
  -- How each column is meant: what it is in Kaunter, and what becomes of what is known already.
  matches       jsonb       not null default '[]',
  -- Rows after the header.
  rows_count    int,
  -- How far the work that runs now has come: the last row that was committed, and how many there were up to it.
  line_done     int         not null default 0,
  rows_done     int         not null default 0,
  -- What came of the rows, of the dry run or of the import.
  created_count int         not null default 0,
  updated_count int         not null default 0,
  same_count    int         not null default 0,
  folded_count  int         not null default 0,
  failed_count  int         not null default 0,
  -- Some differences that the dry run found, old and new.
  samples       jsonb       not null default '[]',
  -- What undoing it left: records taken away, set back, and kept because something came of them since.
  undone        jsonb,
  -- Why the file could not be read, as a reason with its details.
  problem       jsonb,
  -- The job that works on it, so that one that was left behind by an earlier run does nothing.
  run           int         not null default 0,
  actor_id      uuid,
  actor_name    text        not null,
  created_at    timestamptz not null,
  started_at    timestamptz,
  finished_at   timestamptz,
  undo_until_at timestamptz,
  undone_at     timestamptz,
  -- When nothing of the file is left here; what it changed can still be undone.
  file_gone_at  timestamptz,
  updated_at    timestamptz not null,
  version       int         not null default 1
);
create index imports_by_time on imports (created_at desc, id desc);
create index imports_with_file on imports (created_at) where file_gone_at is null;
create index imports_to_forget on imports (undo_until_at) where undo_until_at is not null;

-- The bytes of a file in the pieces they came in, sealed with the company's key: a file holds people's data.
create table import_parts (
  id        uuid  primary key,
  import_id uuid  not null references imports on delete cascade,
  position  int   not null check (position >= 0),
  -- Of the piece as it came.
  bytes     int   not null check (bytes > 0),
  sealed    bytea not null
);
create unique index import_parts_in_order on import_parts (import_id, position);

-- Rows that could not be taken, with what is wrong at which cell; once put right, as they were put.
create table import_failures (
  import_id uuid        not null references imports on delete cascade,
  line      int         not null,
  cells     text[]      not null,
  -- [{"column": 2, "code": "crm.import.no_phone"}]; a column of null is the row as a whole.
  problems  jsonb       not null,
  fixed_at  timestamptz,
  primary key (import_id, line)
);

-- What an import wrote to each record, once: what it takes to set it back, and to see whether it changed since.
create table import_changes (
  import_id uuid not null references imports on delete cascade,
  record_id uuid not null,
  -- The version that the import left.
  version   int  not null,
  -- What was there before; null of a record that it made.
  before    jsonb,
  -- The changed fields as they were written; null of a record that it made.
  after     jsonb,
  primary key (import_id, record_id)
);
create index import_changes_by_record on import_changes (record_id) where before is not null;

-- How the columns of a file were meant the last time, by its headers.
create table import_layouts (
  type        text        not null check (type in ('customer', 'order', 'product')),
  header_hash bytea       not null,
  matches     jsonb       not null,
  used_at     timestamptz not null,
  primary key (type, header_hash)
);

-- Who may take the failed rows along once, for a few minutes: only a hash of what opens it.
create table import_downloads (
  token_hash bytea       primary key,
  import_id  uuid        not null references imports on delete cascade,
  language   text        not null check (language in ('en', 'ms')),
  expires_at timestamptz not null
);
create index import_downloads_by_import on import_downloads (import_id);
