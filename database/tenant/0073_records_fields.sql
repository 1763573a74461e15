-- Fields that the company made for its records. Their values stand in the `custom` column of each type's table, by key.
create table record_fields (
  id          uuid        primary key,
  -- The record type, as records/types names it.
  type        text        not null check (type ~ '^[a-z][a-z_]*$'),
  -- From its first label, and never another: values, imports and programs go by it.
  key         text        not null check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
  kind        text        not null check (kind in ('text', 'long_text', 'number', 'money', 'date', 'moment', 'yes_no',
                                                   'choice', 'choices', 'link', 'email', 'phone', 'reference')),
  label_en    text        not null check (label_en <> ''),
  label_ms    text        not null check (label_ms <> ''),
  help_en     text        not null default '',
  help_ms     text        not null default '',
  class       text        not null default 'business' check (class in ('business', 'contact', 'sensitive')),
  -- What a reference names.
  related     text        check ((related is not null) = (kind = 'reference')),
  -- [{value, label: {en, ms}, colour, isRetired}], in their order.
  choices     jsonb       not null default '[]' check (jsonb_typeof(choices) = 'array'),
  -- What a record entered by hand begins with, as it is kept.
  initial     jsonb,
  is_required boolean     not null default false,
  is_unique   boolean     not null default false,
  -- Lists are put in order by it; the index is there from indexed_at on.
  is_indexed  boolean     not null default false,
  indexed_at  timestamptz,
  position    int         not null,
  retired_at  timestamptz,
  -- Its values are being taken out, for good.
  purging_at  timestamptz check (purging_at is null or retired_at is not null),
  created_at  timestamptz not null,
  updated_at  timestamptz not null,
  version     int         not null default 1,
  unique (type, key)
);

-- A day and a moment as custom columns keep them: texts of one width in UTC, which is why these may be in an index.
create function custom_day(kept text) returns date
  language plpgsql immutable strict parallel safe as $$ begin return kept::date; end $$;
create function custom_moment(kept text) returns timestamptz
  language plpgsql immutable strict parallel safe as $$ begin return kept::timestamptz; end $$;

-- The application has rows, not tables: these two alone make and drop the indexes of a custom field. They know only
-- tables with a custom column, keys of the form above, and the expressions written here.
create function index_custom_field(of_table text, of_key text, of_kind text, as_unique boolean) returns void
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      kept text := format('(custom ->> %L)', of_key);
      value text;
      sorted text;
      live text;
    begin
      if of_key !~ '^[a-z][a-z0-9_]{0,39}$' then raise exception 'no key of a field: %', of_key; end if;
      if not exists (select from pg_attribute a
                      where a.attrelid = to_regclass('public.' || quote_ident(of_table))
                        and a.attname = 'custom' and a.atttypid = 'jsonb'::regtype and not a.attisdropped) then
        raise exception 'no table with custom fields: %', of_table;
      end if;
      value := case of_kind
        when 'number' then format('%s::numeric', kept)
        when 'money' then format('%s::bigint', kept)
        when 'date' then format('custom_day(%s)', kept)
        when 'moment' then format('custom_moment(%s)', kept)
        when 'yes_no' then format('%s::boolean', kept)
        when 'reference' then format('%s::uuid', kept)
        when 'phone' then format('coalesce(custom -> %L ->> ''e164'', custom -> %L ->> ''text'')', of_key, of_key)
        when 'text' then kept when 'link' then kept when 'email' then kept when 'choice' then kept
      end;
      if value is null then raise exception 'no index is made of a %', of_kind; end if;
      if as_unique then
        if of_kind in ('text', 'link', 'email', 'phone') then value := format('lower(%s)', value); end if;
        -- The trash never blocks: who comes back from it is asked about what was taken meanwhile.
        execute format('create unique index if not exists %I on %I ((%s)) where (%s) is not null and trashed_at is null',
                       of_table || '_custom_' || of_key || '_key', of_table, value, value);
        return;
      end if;
      sorted := case of_kind
        when 'number' then format('coalesce(%s, ''-Infinity''::numeric)', value)
        when 'money' then format('coalesce(%s, -9223372036854775808)', value)
        when 'date' then format('coalesce(%s, ''-infinity''::date)', value)
        when 'moment' then format('coalesce(%s, ''-infinity''::timestamptz)', value)
        when 'yes_no' then format('coalesce(%s::int, -1)', value)
        when 'choice' then null
        when 'reference' then null
        else format('coalesce(lower(%s), '''')', value)
      end;
      live := case when exists (select from pg_attribute
                                 where attrelid = to_regclass('public.' || quote_ident(of_table))
                                   and attname = 'archived_at' and not attisdropped)
                   then 'archived_at is null' else 'deleted_at is null' end;
      -- One for its order, where those without a value stand first; one that finds those that have it.
      if sorted is not null then
        execute format('create index if not exists %I on %I ((%s), id) where %s',
                       of_table || '_custom_' || of_key || '_sort', of_table, sorted, live);
      end if;
      execute format('create index if not exists %I on %I ((%s), id) where (%s) is not null',
                     of_table || '_custom_' || of_key || '_find', of_table, value, value);
      -- Without statistics of its own an expression is planned for as if one record in two hundred had it.
      execute format('analyze %I', of_table);
    end
  $$;

create function drop_custom_index(of_table text, of_key text, as_unique boolean) returns void
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      if of_key !~ '^[a-z][a-z0-9_]{0,39}$' then raise exception 'no key of a field: %', of_key; end if;
      if as_unique then
        execute format('drop index if exists %I', of_table || '_custom_' || of_key || '_key');
      else
        execute format('drop index if exists %I', of_table || '_custom_' || of_key || '_sort');
        execute format('drop index if exists %I', of_table || '_custom_' || of_key || '_find');
      end if;
    end
  $$;

revoke all on function index_custom_field(text, text, text, boolean) from public;
revoke all on function drop_custom_index(text, text, boolean) from public;
grant execute on function index_custom_field(text, text, text, boolean) to kaunter_app;
grant execute on function drop_custom_index(text, text, boolean) to kaunter_app;
