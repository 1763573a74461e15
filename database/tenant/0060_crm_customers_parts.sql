-- Customers whom a person said to be one. Each stays known by itself, as it would be alone, and learns on its own what
-- stores tell of it: so a merge can be taken back exactly, with what has come since. Without such a merge there are no
-- parts, and part_id is null everywhere: the customer's own.
alter table customers add column is_merged boolean not null default false;

create table customer_parts (
  -- The id it has when it stands alone; the customer's own part has theirs.
  id          uuid  primary key,
  customer_id uuid  not null references customers on delete cascade,
  -- What is known of it, and what people keep of it besides.
  known       jsonb not null,
  kept        jsonb not null,
  -- The customer is reached by all of its numbers.
  phone       text  generated always as (known ->> 'phone') stored,
  name        text  not null generated always as (known ->> 'name') stored
);
create index customer_parts_by_customer on customer_parts (customer_id);
create index customer_parts_by_phone    on customer_parts (phone) where phone is not null;

-- Why parts are one customer: a person said so of these two, and may take it back until a moment; or, for the record
-- only, a store did.
create table customer_ties (
  id          uuid        primary key,
  customer_id uuid        not null references customers on delete cascade,
  said_by     text        not null check (said_by in ('person', 'store')),
  into_part   uuid        not null,
  from_part   uuid        not null,
  -- Of the fields the person decided: their values and clocks; and whose work they were to be.
  chosen      jsonb,
  owner_id    uuid,
  -- What both were called.
  into_name   text        not null,
  from_name   text        not null,
  actor_id    uuid,
  actor_name  text        not null,
  merged_at   timestamptz not null,
  undo_until  timestamptz not null,
  check ((said_by = 'person') = (chosen is not null))
);
create index customer_ties_by_customer on customer_ties (customer_id);
create index customer_ties_to_settle   on customer_ties (undo_until);

-- Which part each leads to.
alter table customer_identities add column part_id uuid;
alter table customer_claims     add column part_id uuid;
alter table customer_merges     add column part_id uuid;
