-- Gaps of companies' audit logs that an Admin knows of and has said why, as after a restored backup. Signed by the house,
-- each names what it sets aside, how the log stood then, and the one before it.
create table audit_gaps (
  company_id uuid        not null references companies,
  number     int         not null,
  at         timestamptz not null,
  statement  text        not null,
  key_id     int         not null,
  signature  bytea       not null,
  primary key (company_id, number)
);
