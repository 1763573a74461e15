-- The same posting in three statements instead of twelve: what it costs is mostly beginning statements. An entry comes in as values
-- and lists, one of each line's columns, instead of a document that has to be read first.

-- The one truth of why an entry of that day cannot stand, for whoever has the rows in hand.
create function why_closed(books books, period periods, on_day date, passes_soft_lock boolean) returns text
  language sql immutable parallel safe
  return case when books.currency is null then 'finance.books.off'
              when on_day < books.starts_on then 'finance.period.before_books'
              when period.hard_locked_at is not null then 'finance.period.hard_locked'
              when period.filed_at is not null then 'finance.period.filed'
              when period.soft_locked_at is not null and not passes_soft_lock then 'finance.period.soft_locked' end;

-- No longer strict: a strict one is called, this one is written into the statement that asks it.
create or replace function financial_year(on_day date, begins_month int) returns int
  language sql immutable parallel safe
  return extract(year from on_day)::int + case when begins_month > 1 and extract(month from on_day) >= begins_month then 1 else 0 end;

create or replace function why_not_post(on_day date, passes_soft_lock boolean) returns text
  language sql stable
  return (
    select public.why_closed(books, period, on_day, passes_soft_lock)
      from (values (true)) as one (is_one)
      left join public.books on true
      left join public.periods period on period.starts_on = date_trunc('month', on_day)::date);

-- What must hold of every entry when its transaction commits, whoever wrote it and however: in one look.
create or replace function check_entry() returns trigger
  language plpgsql as $$
declare
  sums record;
begin
  if not pg_try_advisory_xact_lock_shared(1264740171, 0) then
    perform public.hold_books(false);
  end if;
  select count(*) as count, sum(l.amount_minor) as sum,
         bool_and(not a.is_group and a.archived_at is null) as is_open,
         bool_and(a.currency is null or a.currency = l.currency) as fits,
         bool_and(l.posted_on = new.posted_on) as is_same_day,
         (select public.why_closed(b, p, new.posted_on, new.passes_soft_lock)
            from (values (true)) as one (is_one)
            left join public.books b on true
            left join public.periods p on p.starts_on = new.period_on) as reason
    into sums
    from public.journal_lines l join public.ledger_accounts a on a.id = l.account_id
   where l.entry_id = new.id;
  if sums.count <> new.lines_count then
    raise exception 'entry % has % lines and says %', new.id, sums.count, new.lines_count using errcode = 'KB001';
  end if;
  if sums.sum <> 0 then
    raise exception 'entry % does not balance: %', new.id, sums.sum using errcode = 'KB001';
  end if;
  if not sums.is_same_day then
    raise exception 'entry % has lines of another day', new.id using errcode = 'KB001';
  end if;
  if not sums.is_open then
    raise exception 'finance.account.closed' using errcode = 'KB002';
  end if;
  if not sums.fits then
    raise exception 'finance.account.other_currency' using errcode = 'KB002';
  end if;
  if sums.reason is not null then
    raise exception '%', sums.reason using errcode = 'KB002';
  end if;
  return null;
end $$;

-- Posts one entry: its number, its place in the chain, its lines and what they change of the balances, in one statement. Answers
-- nothing where the source key is posted already. Lists that are null say what most lines say: the currency of the books, at one
-- to one, without a memo.
create function post_journal(
  told_id uuid, told_series text, has_lanes boolean, told_posted_on date, told_about_on date, told_memo text,
  told_source_type text, told_source_id uuid, told_source_key text, told_reverses_id uuid, told_passes_soft_lock boolean,
  told_poster_kind text, told_poster_id uuid, told_posted_at timestamptz,
  account_ids uuid[], amounts_minor bigint[], dimension_set_ids int[],
  currencies text[] default null, documents_minor bigint[] default null, rates numeric[] default null,
  rate_sources text[] default null, rate_days date[] default null, memos text[] default null,
  out series text, out year smallint, out ordinal bigint)
  language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  its_period date     := date_trunc('month', told_posted_on)::date;
  its_count  smallint := cardinality(account_ids);
  its_lane   smallint := 1;
  its_series text;
  reason     text;
begin
  -- Held before anything is looked at. Trying costs little where nobody closes anything; else it waits its turn.
  if not pg_try_advisory_xact_lock_shared(1264740171, 0) then
    perform hold_books(false);
  end if;
  -- Whoever holds a lane holds it until its transaction has ended: the next one sees what it wrote.
  while not pg_try_advisory_xact_lock(1264740172, its_lane) loop
    its_lane := its_lane + 1;
  end loop;
  -- A series with lanes counts in each for itself (S, S2, S3 …), so that no sale waits for another's number.
  its_series := told_series || case when has_lanes and its_lane > 1 then its_lane::text else '' end;

  for attempt in 1..2 loop
    -- In this order: what it changes of the balances and what its lines tell, and only then its number, for which everybody of a
    -- series without lanes waits until this has committed.
    with ground as materialized (
      select b.currency, financial_year(told_posted_on, b.year_begins_month)::smallint as year,
             coalesce(tip.position, 0) + 1 as position, coalesce(tip.hash, '\x') as previous
        from books b
        join periods p on p.starts_on = its_period
        left join lateral (
             select e.position, e.hash from journal_entries e where e.lane = its_lane order by e.position desc limit 1) tip on true
       where why_closed(b, p, told_posted_on, told_passes_soft_lock) is null
         and not exists (select from journal_entries e where e.source_key = told_source_key)),
    given as materialized (
      select l.place::smallint as position, l.account_id, l.amount_minor, coalesce(l.currency, ground.currency) as currency,
             coalesce(l.document_minor, l.amount_minor) as document_minor, coalesce(l.rate, 1) as rate,
             coalesce(l.rate_source, '') as rate_source, l.rate_on, l.dimension_set_id, coalesce(l.memo, '') as memo
        from ground, unnest(account_ids, amounts_minor, dimension_set_ids, currencies, documents_minor, rates, rate_sources,
                            rate_days, memos) with ordinality
                  as l (account_id, amount_minor, dimension_set_id, currency, document_minor, rate, rate_source, rate_on, memo, place)),
    balanced as (
      insert into ledger_balances as b (period_on, account_id, dimension_set_id, currency, lane, debit_minor, credit_minor,
                                        document_minor, lines_count)
      select its_period, g.account_id, g.dimension_set_id, g.currency, its_lane, sum(greatest(g.amount_minor, 0)),
             sum(greatest(-g.amount_minor, 0)), sum(g.document_minor), count(*)
        from given g group by 2, 3, 4
          on conflict on constraint ledger_balances_pkey do update
         set debit_minor = b.debit_minor + excluded.debit_minor, credit_minor = b.credit_minor + excluded.credit_minor,
             document_minor = b.document_minor + excluded.document_minor, lines_count = b.lines_count + excluded.lines_count
      returning 1),
    lined as materialized (
      select string_agg(journal_line_told(row(told_id, g.position, its_count, g.account_id, g.amount_minor, g.currency,
                          g.document_minor, g.rate, g.rate_source, g.rate_on, g.dimension_set_id, g.memo,
                          told_posted_on)::journal_lines, d.told), E'\n' order by g.position) as told
        from given g join dimension_sets d on d.id = g.dimension_set_id),
    numbered as (
      insert into journal_numbers as n (series, year, ordinal)
      select its_series, ground.year, 1 from ground, lined where (select count(*) from balanced) > 0
          on conflict on constraint journal_numbers_pkey do update set ordinal = n.ordinal + 1
      returning n.year, n.ordinal),
    entered as (
      insert into journal_entries (id, series, year, ordinal, posted_on, about_on, memo, source_type, source_id, source_key,
                                   reverses_id, passes_soft_lock, poster_kind, poster_id, lines_count, posted_at, format, lane,
                                   position, hash)
      select told_id, its_series, n.year, n.ordinal, told_posted_on, told_about_on, told_memo, told_source_type, told_source_id,
             told_source_key, told_reverses_id, told_passes_soft_lock, told_poster_kind, told_poster_id, its_count,
             told_posted_at, 1, its_lane, ground.position,
             journal_hash(row(told_id, its_series, n.year, n.ordinal, told_posted_on, told_about_on, its_period, told_memo,
                              told_source_type, told_source_id, told_source_key, told_reverses_id, told_passes_soft_lock,
                              told_poster_kind, told_poster_id, its_count, told_posted_at, 1::smallint, its_lane,
                              ground.position, null)::journal_entries, lined.told, ground.previous)
        from numbered n, lined, ground
      returning year, ordinal),
    written as (
      insert into journal_lines (entry_id, position, lines_count, account_id, amount_minor, currency, document_minor, rate,
                                 rate_source, rate_on, dimension_set_id, memo, posted_on)
      select told_id, g.position, its_count, g.account_id, g.amount_minor, g.currency, g.document_minor, g.rate, g.rate_source,
             g.rate_on, g.dimension_set_id, g.memo, told_posted_on
        from given g)
    select its_series, e.year, e.ordinal into series, year, ordinal from entered e;
    exit when found;

    -- Nothing was written: it is posted already, or may not be, or is the first of its month.
    if exists (select from journal_entries e where e.source_key = told_source_key) then
      series := null;
      return;
    end if;
    reason := why_not_post(told_posted_on, told_passes_soft_lock);
    if reason is not null then
      raise exception '%', reason using errcode = 'KB002';
    end if;
    insert into periods (starts_on) values (its_period) on conflict do nothing;
  end loop;
end $$;

-- As the version before asks for it, and tests that are read more easily so.
create or replace function post_entry(told jsonb) returns table (id uuid, series text, year smallint, ordinal bigint)
  language sql security definer set search_path = public, pg_temp as $$
  select (told->>'id')::uuid, posted.*
    from (select array_agg(l."accountId" order by place) as account_ids, array_agg(l."amountMinor" order by place) as amounts_minor,
                 array_agg(l.currency order by place) as currencies, array_agg(l."documentMinor" order by place) as documents_minor,
                 array_agg(l.rate order by place) as rates, array_agg(l."rateSource" order by place) as rate_sources,
                 array_agg(l."rateOn" order by place) as rate_days, array_agg(l."dimensionSetId" order by place) as dimension_set_ids,
                 array_agg(l.memo order by place) as memos
            from rows from (jsonb_to_recordset(told->'lines') as (
                   "accountId" uuid, "amountMinor" bigint, currency text, "documentMinor" bigint, rate numeric, "rateSource" text,
                   "rateOn" date, "dimensionSetId" int, memo text)) with ordinality as l ("accountId", "amountMinor", currency,
                   "documentMinor", rate, "rateSource", "rateOn", "dimensionSetId", memo, place)) given,
         post_journal(
           (told->>'id')::uuid, told->>'series', (told->>'hasLanes')::boolean, (told->>'postedOn')::date,
           coalesce((told->>'aboutOn')::date, (told->>'postedOn')::date), told->>'memo', told->>'sourceType',
           (told->>'sourceId')::uuid, told->>'sourceKey', (told->>'reversesId')::uuid,
           coalesce((told->>'passesSoftLock')::boolean, false), told->>'posterKind', (told->>'posterId')::uuid,
           (told->>'postedAt')::timestamptz, given.account_ids, given.amounts_minor, given.dimension_set_ids, given.currencies,
           given.documents_minor, given.rates, given.rate_sources, given.rate_days, given.memos) posted
   where posted.ordinal is not null
$$;
