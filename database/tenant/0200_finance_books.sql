-- Whether the company keeps books, since when, and how its years run. One row, from the day they are switched on.
create table books (
  is_only           boolean     primary key default true check (is_only),
  -- The currency of the ledger: the company's, fixed with the first entry.
  currency          text        not null check (currency ~ '^[A-Z]{3}$'),
  chart             text        not null,
  -- Nothing is posted before this day. What was owned and owed by then is told by opening balances.
  starts_on         date        not null check (extract(day from starts_on) = 1),
  -- The month in which a financial year begins.
  year_begins_month smallint    not null default 1 check (year_begins_month between 1 and 12),
  switched_on_at    timestamptz not null,
  version           int         not null default 1
);

-- A financial year is called by the year in which it ends.
create function financial_year(on_day date, begins_month int) returns int
  language sql immutable strict parallel safe
  return extract(year from on_day)::int + case when begins_month > 1 and extract(month from on_day) >= begins_month then 1 else 0 end;

-- Held shared by whoever posts, to the end of their transaction, and alone by whoever closes a period or archives an account:
-- so what was open when an entry was written is open when it commits. An advisory lock, because hundreds of postings a second
-- would otherwise all write their name onto one row.
create function hold_books(alone boolean) returns void
  language plpgsql as $$
begin
  if alone then perform pg_advisory_xact_lock(1264740171, 0);
  else perform pg_advisory_xact_lock_shared(1264740171, 0);
  end if;
end $$;

create function refuse_change() returns trigger
  language plpgsql as $$
begin
  raise exception '% on % is refused: what was posted stands; a reversing entry answers it', tg_op, tg_table_name using errcode = 'KB000';
end $$;
