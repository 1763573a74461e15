-- Takes every row away that names a company, and the company itself, whatever tables there are: nothing that a migration
-- adds can be forgotten. What names it in `kept` outlives it. Sessions stay: they are the person's, and work for no company
-- any more. Answers from which tables it took how many.
create function forget_company(company uuid, kept text[]) returns table (from_table text, row_count bigint)
language plpgsql as $$
declare
  waiting text[];
  one     text;
  gone    bigint;
  is_any  boolean;
begin
  if exists (select from companies where id = company and is_open) then
    raise exception 'an open company is not forgotten' using errcode = 'integrity_constraint_violation';
  end if;
  update sessions set company_id = null where company_id = company;
  select array_agg(c.table_name::text) into waiting
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
   where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.column_name = 'company_id'
     and c.table_name <> 'sessions' and c.table_name <> all(kept);
  while cardinality(waiting) > 0 loop
    is_any := false;
    foreach one in array waiting loop
      begin
        execute format('delete from %I where company_id = $1', one) using company;
        get diagnostics gone = row_count;
        waiting := array_remove(waiting, one);
        is_any := true;
        if gone > 0 then
          from_table := one;
          row_count := gone;
          return next;
        end if;
      exception when foreign_key_violation then
        -- Others that name its rows go first.
        null;
      end;
    end loop;
    if not is_any then
      raise exception 'rows of % are named by others', waiting;
    end if;
  end loop;
  delete from companies where id = company;
end $$;
