-- Who was erased from a company, as keyed hashes of what they were known by: nobody can be read out of them. They outlive
-- the company's database, so that a backup from before the erasure does not bring anybody back.
create table erasures (
  company_id uuid        not null references companies on delete cascade,
  request_id uuid        not null,
  erased_at  timestamptz not null,
  hashes     bytea[]     not null,
  primary key (company_id, request_id)
);
