-- A cancelled company is still open, to be read and exported, until its end.
alter table companies drop constraint companies_status_check;
alter table companies add constraint companies_status_check
  check (status in ('active', 'cancelled', 'deleting', 'deleted'));
alter table companies add column ends_at timestamptz;
alter table companies add constraint companies_end_check
  check ((status in ('cancelled', 'deleting')) = (ends_at is not null));
alter table companies add column is_open boolean not null
  generated always as (status in ('active', 'cancelled')) stored;
create index companies_open_by_schema on companies (schema_version) where is_open;

-- An open company always has somebody who may do everything; also one that is cancelled, for that can be undone.
create or replace function members_keep_an_admin() returns trigger language plpgsql as $$
begin
  perform from companies where id = old.company_id and status in ('active', 'cancelled') for no key update;
  if found and not exists (
    select from members where company_id = old.company_id and role = 'admin' and disabled_at is null
  ) then
    raise exception 'the last admin of a company cannot go'
      using errcode = 'check_violation', constraint = 'members_keep_an_admin';
  end if;
  return null;
end $$;
