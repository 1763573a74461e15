-- The signed heads of companies' audit logs, out of their databases' reach.
create table audit_heads (
  company_id uuid        not null references companies,
  number     bigint      not null,
  at         timestamptz not null,
  statement  text        not null,
  key_id     int         not null,
  signature  bytea       not null,
  primary key (company_id, number)
);
