-- The company's tags: what it calls them and their colour. Records hold a tag by its name (so files, filters and webhooks tell
-- names); one that only stores or files brought has no row here until somebody gives it a colour.
create table tags (
  id         uuid        primary key,
  name       text        not null unique check (name = btrim(name) and name <> '' and length(name) <= 50),
  colour     text        not null check (colour in ('grey', 'green', 'blue', 'violet', 'pink', 'red', 'orange', 'yellow')),
  created_at timestamptz not null
);

-- A tag that was given another name, merged into another or deleted: what it was, and the deeds on many that carry it to
-- the records. It can be undone for 30 days, as they can.
create table tag_changes (
  id           uuid        primary key,
  name         text        not null,
  -- Null: deleted.
  into_name    text,
  -- The colours there were, of the one that is gone and of the other.
  colour       text,
  into_colour  text,
  runs         uuid[]      not null,
  record_count int         not null,
  actor_id     uuid        not null,
  actor_name   text        not null,
  changed_at   timestamptz not null,
  undone_at    timestamptz
);
create index tag_changes_by_time on tag_changes (changed_at);

-- What people had already: each name that is in use gets its row, grey until somebody gives it a colour.
insert into tags (id, name, colour, created_at)
select uuidv7(), name, 'grey', now()
  from (select btrim(unnest(tags)) as name from customers union select btrim(unnest(tags)) from products) as used
 where length(name) between 1 and 50;
