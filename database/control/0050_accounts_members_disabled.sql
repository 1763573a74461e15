-- An Admin closes the company to a member without taking them out of it: who they are there stays, to be opened again.
alter table members add column disabled_at timestamptz;

-- Whoever is disabled can keep nothing going: the Admin who stays must be one who can come in.
create or replace function members_keep_an_admin() returns trigger language plpgsql as $$
begin
  perform from companies where id = old.company_id and status = 'active' for no key update;
  if found and not exists (
    select from members where company_id = old.company_id and role = 'admin' and disabled_at is null
  ) then
    raise exception 'the last admin of a company cannot go'
      using errcode = 'check_violation', constraint = 'members_keep_an_admin';
  end if;
  return null;
end $$;
drop trigger members_keep_an_admin on members;
create trigger members_keep_an_admin
  after update of role, disabled_at or delete on members
  for each row when (old.role = 'admin') execute function members_keep_an_admin();
