-- Databases made in advance, with role and key, waiting for a company to move in. The id is the company's to be.
create table ready_companies (
  company_id     uuid        primary key,
  database_name  text        not null unique,
  password       text        not null,
  wrapped_key    text        not null,
  schema_version int         not null,
  begun_at       timestamptz not null,
  -- Null while it is being made; left so by a process that died over it.
  ready_at       timestamptz
);
create index ready_companies_by_time on ready_companies (ready_at);
