-- Companies that came out of an export of another Kaunter. Their audit log and their books are chained to the name that the
-- database had there, and what was signed there was signed by that house: both are read as there, and go on here.
create table adoptions (
  company_id  uuid        primary key references companies,
  audit_log   text        not null check (audit_log ~ '^[0-9a-f]{64}$'),
  ledger_name text        not null check (ledger_name ~ '^[0-9a-f]{64}$'),
  -- Who signed until then, oldest first: `[{headsTo, gapsTo, keys: {id: public key}}]`.
  signers     jsonb       not null check (jsonb_typeof(signers) = 'array'),
  -- Of the file.
  sha256      text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
  taken_at    timestamptz not null,
  adopted_at  timestamptz not null
);
