-- A month of the books, made when it is first posted to or locked. Three locks, each stronger than the one before.
create table periods (
  starts_on      date        primary key check (extract(day from starts_on) = 1),
  -- Soft: only who may pass it posts here. Comes and goes.
  soft_locked_at timestamptz,
  -- A tax return was filed for it. Lifted only with a reason, by whoever may file.
  filed_at       timestamptz,
  -- For ever.
  hard_locked_at timestamptz,
  version        int         not null default 1
);

create function keep_hard_locks() returns trigger
  language plpgsql as $$
begin
  perform hold_books(true);
  if old.hard_locked_at is not null and (new.hard_locked_at is distinct from old.hard_locked_at or new.starts_on <> old.starts_on) then
    raise exception 'period % is locked for ever', old.starts_on using errcode = 'KB000';
  end if;
  return new;
end $$;
create trigger keep_hard_locks before update on periods for each row execute function keep_hard_locks();
-- One that is inserted locked waits for those who post as well.
create trigger hold_books before insert on periods for each row
  when (coalesce(new.soft_locked_at, new.filed_at, new.hard_locked_at) is not null)
  execute function hold_books_still();
create trigger periods_stay before delete on periods for each row execute function refuse_change();
create trigger periods_stay_all before truncate on periods for each statement execute function refuse_change();
revoke delete, truncate on periods from kaunter_app;
