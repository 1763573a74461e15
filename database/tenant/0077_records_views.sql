-- A way to look at a record type that somebody gave a name: its own or for everybody. One that was deleted can be brought
-- back for 30 days.
create table record_views (
  id          uuid        primary key,
  record_type text        not null,
  name        text        not null check (name <> ''),
  owner_id    uuid        not null,
  owner_name  text        not null,
  is_shared   boolean     not null default false,
  -- What the address of the list holds: filter, columns, order, groups, kind.
  state       jsonb       not null check (jsonb_typeof(state) = 'object'),
  deleted_at  timestamptz,
  created_at  timestamptz not null,
  updated_at  timestamptz not null,
  version     int         not null default 1
);
create index record_views_by_type on record_views (record_type, owner_id) where deleted_at is null;

-- With which view a list opens for somebody, and in which order they have them.
create table record_view_choices (
  account_id   uuid   not null,
  record_type  text   not null,
  -- A view's id, or the name of one that the house has.
  default_view text,
  arranged     uuid[] not null default '{}',
  primary key (account_id, record_type)
);
