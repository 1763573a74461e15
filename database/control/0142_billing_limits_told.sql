-- When it was last looked how much of its plan's limits a company uses, and of which of them its Admins were told how far.
alter table billings
  add column limits_looked_at timestamptz,
  add column limits_told      jsonb not null default '{}';
