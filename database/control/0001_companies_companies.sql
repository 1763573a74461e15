-- Each company, and where its own database is. Nothing that it enters or syncs is ever kept here.
create table companies (
  id             uuid        primary key,
  name           text        not null check (name <> ''),
  country        text        not null check (country ~ '^[A-Z]{2}$'),
  zone           text        not null check (zone <> ''),
  currency       text        not null check (currency ~ '^[A-Z]{3}$'),
  -- Fixed when the company is made.
  region         text        not null check (region <> ''),
  phone          text,
  status         text        not null default 'active' check (status in ('active', 'deleting', 'deleted')),
  -- The database, and the login role that alone may connect to it, bear the same name.
  database_name  text        not null unique,
  -- The role's password, sealed under the master key.
  password       text        not null,
  -- How far its database has been migrated, and why the last attempt stopped.
  schema_version int         not null,
  schema_problem text,
  created_at     timestamptz not null,
  updated_at     timestamptz not null,
  version        int         not null default 1
);
create index companies_by_schema on companies (schema_version) where status = 'active';
