-- Which companies have jobs, and when to look: nothing polls every database.
create table wakes (
  company_id uuid        primary key references companies,
  due_at     timestamptz not null,
  -- A drain clears the wake only if it began well after this: see platform/tenancy/wakes.ts.
  written_at timestamptz not null
);
create index wakes_by_due on wakes (due_at);
