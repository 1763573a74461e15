-- The same posting, in another order: what an entry changes of the balances and what its lines tell is worked out before its number
-- is taken. So the row of numbers, which everybody of a series waits for, is held over two inserts and the commit alone.
create or replace function post_entry(told jsonb) returns table (id uuid, series text, year smallint, ordinal bigint)
  language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  entry       journal_entries;
  given       journal_lines[];
  told_lines  text;
  previous    bytea;
  begins      int;
  reason      text;
begin
  perform hold_books(false);
  if exists (select from journal_entries e where e.source_key = told->>'sourceKey') then
    return;
  end if;
  entry.posted_on := (told->>'postedOn')::date;
  entry.passes_soft_lock := coalesce((told->>'passesSoftLock')::boolean, false);
  reason := why_not_post(entry.posted_on, entry.passes_soft_lock);
  if reason is not null then
    raise exception '%', reason using errcode = 'KB002';
  end if;
  entry.period_on := date_trunc('month', entry.posted_on)::date;
  if not exists (select from periods p where p.starts_on = entry.period_on) then
    insert into periods (starts_on) values (entry.period_on) on conflict do nothing;
  end if;
  select year_begins_month into begins from books;

  entry.id := (told->>'id')::uuid;
  entry.about_on := coalesce((told->>'aboutOn')::date, entry.posted_on);
  entry.memo := told->>'memo';
  entry.source_type := told->>'sourceType';
  entry.source_id := (told->>'sourceId')::uuid;
  entry.source_key := told->>'sourceKey';
  entry.reverses_id := (told->>'reversesId')::uuid;
  entry.poster_kind := told->>'posterKind';
  entry.poster_id := (told->>'posterId')::uuid;
  entry.posted_at := (told->>'postedAt')::timestamptz;
  entry.lines_count := jsonb_array_length(told->'lines');
  entry.format := 1;
  entry.year := financial_year(entry.posted_on, begins);

  select array_agg(row(entry.id, l.place, entry.lines_count, l."accountId", l."amountMinor", l.currency, l."documentMinor",
                       l.rate, l."rateSource", l."rateOn", l."dimensionSetId", l.memo, entry.posted_on)::journal_lines
                   order by l.place)
    into given
    from rows from (jsonb_to_recordset(told->'lines') as (
           "accountId" uuid, "amountMinor" bigint, currency text, "documentMinor" bigint, rate numeric, "rateSource" text,
           "rateOn" date, "dimensionSetId" int, memo text)) with ordinality as l ("accountId", "amountMinor", currency,
           "documentMinor", rate, "rateSource", "rateOn", "dimensionSetId", memo, place);
  select string_agg(journal_line_told(g, d.told), E'\n' order by g.position) into told_lines
    from unnest(given) g join dimension_sets d on d.id = g.dimension_set_id;

  -- Whoever holds a lane holds it until its transaction has ended: the next one sees what it wrote.
  entry.lane := 1;
  while not pg_try_advisory_xact_lock(1264740172, entry.lane) loop
    entry.lane := entry.lane + 1;
  end loop;
  select e.position + 1, e.hash into entry.position, previous
    from journal_entries e where e.lane = entry.lane order by e.position desc limit 1;
  entry.position := coalesce(entry.position, 1);
  previous := coalesce(previous, '\x');

  insert into ledger_balances as b (period_on, account_id, dimension_set_id, currency, lane, debit_minor, credit_minor,
                                    document_minor, lines_count)
  select entry.period_on, g.account_id, g.dimension_set_id, g.currency, entry.lane, sum(greatest(g.amount_minor, 0)),
         sum(greatest(-g.amount_minor, 0)), sum(g.document_minor), count(*)
    from unnest(given) g group by 2, 3, 4
      on conflict on constraint ledger_balances_pkey do update
     set debit_minor = b.debit_minor + excluded.debit_minor, credit_minor = b.credit_minor + excluded.credit_minor,
         document_minor = b.document_minor + excluded.document_minor, lines_count = b.lines_count + excluded.lines_count;

  -- A series with lanes counts in each for itself (S, S2, S3 …), so that no sale waits for another's number.
  entry.series := told->>'series' || case when (told->>'hasLanes')::boolean and entry.lane > 1 then entry.lane::text else '' end;
  insert into journal_numbers as n (series, year, ordinal) values (entry.series, entry.year, 1)
    on conflict on constraint journal_numbers_pkey do update set ordinal = n.ordinal + 1
    returning n.ordinal into entry.ordinal;

  insert into journal_entries (id, series, year, ordinal, posted_on, about_on, memo, source_type, source_id, source_key,
                               reverses_id, passes_soft_lock, poster_kind, poster_id, lines_count, posted_at, format, lane,
                               position, hash)
  values (entry.id, entry.series, entry.year, entry.ordinal, entry.posted_on, entry.about_on, entry.memo, entry.source_type,
          entry.source_id, entry.source_key, entry.reverses_id, entry.passes_soft_lock, entry.poster_kind, entry.poster_id,
          entry.lines_count, entry.posted_at, entry.format, entry.lane, entry.position,
          journal_hash(entry, told_lines, previous));
  insert into journal_lines select * from unnest(given);

  return query select entry.id, entry.series, entry.year, entry.ordinal;
end $$;
