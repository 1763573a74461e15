-- What was deleted for good is gone from the deliveries that told of it as well. Nobody may change a delivery; this alone
-- takes out what it carried, and leaves that it came, when, and what came of it.
create function blank_deliveries(ids uuid[], emptied bytea[]) returns int
  language sql security definer set search_path = public, pg_temp
  as $$
    with blanked as (
      update deliveries d set body = b.body, body_bytes = 0
        from unnest(ids, emptied) as b(id, body)
       where d.id = b.id and octet_length(b.body) <= 64
      returning 1)
    select count(*)::int from blanked
  $$;
revoke all on function blank_deliveries(uuid[], bytea[]) from public;
grant execute on function blank_deliveries(uuid[], bytea[]) to kaunter_app;
