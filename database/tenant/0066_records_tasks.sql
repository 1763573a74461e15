-- What somebody has to do, on a record or alone.
create table tasks (
  id                 uuid        primary key,
  title              text        not null check (title <> ''),
  -- A day in the company's zone; null: whenever.
  due_on             date,
  assignee_id        uuid,
  assignee_name      text,
  -- Whom the mail about it went to: each assignee is written to once.
  told_assignee_id   uuid,
  reminded_at        timestamptz,
  subject_type       text        check (subject_type in ('customer', 'order', 'product')),
  subject_id         uuid,
  -- The record it was set on, before that one became part of another.
  written_subject_id uuid,
  done_at            timestamptz,
  doer_name          text,
  creator_name       text        not null,
  created_at         timestamptz not null,
  -- Deleted: for 30 days it can come back.
  deleted_at         timestamptz,
  version            int         not null default 1,
  check ((assignee_id is null) = (assignee_name is null)),
  check ((done_at is null) = (doer_name is null)),
  check (num_nulls(subject_type, subject_id, written_subject_id) in (0, 3))
);
create index tasks_by_due      on tasks (coalesce(due_on, 'infinity'), id) where deleted_at is null and done_at is null;
create index tasks_by_assignee on tasks (assignee_id, coalesce(due_on, 'infinity'), id) where deleted_at is null and done_at is null;
create index tasks_by_created  on tasks (created_at desc, id desc) where deleted_at is null;
create index tasks_by_subject  on tasks (subject_type, subject_id, done_at desc, id desc) where subject_id is not null;
create index tasks_to_remind   on tasks (due_on) where deleted_at is null and done_at is null and reminded_at is null and assignee_id is not null;
create index tasks_to_purge    on tasks (deleted_at) where deleted_at is not null;
