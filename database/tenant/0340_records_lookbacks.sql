-- How a backup that was opened differs from today, record by record, and which of them are to come back. Emptied when it is
-- closed.
create table lookback_rows (
  subject_type text not null check (subject_type in ('customer', 'order', 'product')),
  subject_id   uuid not null,
  -- Not there any more: deleted for good, or in the trash; or there and otherwise than it was.
  kind         text not null check (kind in ('gone', 'trashed', 'changed')),
  name         text not null,
  search_text  text not null generated always as (search_form(name)) stored,
  -- There · somebody wants it back · it is back · it lies in the trash, for something of it is taken · it could not be.
  state        text not null default 'there' check (state in ('there', 'wanted', 'back', 'held', 'failed')),
  primary key (subject_type, subject_id)
);
create index lookback_rows_by_kind on lookback_rows (kind, subject_type, subject_id);

-- Rows that were read out of a backup, as jsonb, into the table that they come from. What is there already stays as it is, and
-- a row that names another which is not there any more comes without that name. Answers how many came.
create function take_rows(into_table text, told jsonb) returns bigint language plpgsql as $$
declare
  columns text;
  wanted  text;
  came    bigint;
begin
  select string_agg(format('%I', a.attname), ', ' order by a.attnum),
         string_agg(
           case when f.parent is null or a.attnotnull then format('r.%I', a.attname)
                else format('case when exists (select from %s p where p.%I = r.%I) then r.%I end',
                            f.parent, f.parent_column, a.attname, a.attname) end,
           ', ' order by a.attnum)
    into columns, wanted
    from pg_attribute a
    left join lateral (
      select k.confrelid::regclass::text as parent, pa.attname as parent_column
        from pg_constraint k join pg_attribute pa on pa.attrelid = k.confrelid and pa.attnum = k.confkey[1]
       where k.contype = 'f' and k.conrelid = a.attrelid and k.conkey = array[a.attnum] and k.confrelid <> k.conrelid
       limit 1) f on true
   where a.attrelid = format('public.%I', into_table)::regclass
     and a.attnum > 0 and not a.attisdropped and a.attgenerated = '';
  execute format(
    'insert into public.%I (%s) overriding system value select %s from jsonb_populate_recordset(null::public.%I, $1) r on conflict do nothing',
    into_table, columns, wanted, into_table) using told;
  get diagnostics came = row_count;
  return came;
end $$;

-- Rows that named a record before it went for good name it again, where they name no other since.
create function name_again(in_table text, in_column text, ids uuid[], target uuid) returns bigint language plpgsql as $$
declare
  named bigint;
begin
  execute format('update public.%I set %I = $1 where id = any($2) and %I is null', in_table, in_column, in_column)
    using target, ids;
  get diagnostics named = row_count;
  return named;
end $$;
