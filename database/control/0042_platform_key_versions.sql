-- A company's new key is known to every process before it seals anything: processes look for new ones every few seconds.
alter table company_keys add column seals_at timestamptz not null default now();
create index company_keys_by_time on company_keys (created_at);
