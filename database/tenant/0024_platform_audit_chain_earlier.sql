-- What was written before there was a chain is chained in lane 0, in its order. Nobody who writes meanwhile waits for it.
do $$
declare
  entry    audit_entries;
  place    bigint := 0;
  previous bytea  := '\x';
begin
  for entry in select * from audit_entries where lane is null order by id loop
    place := place + 1;
    entry.lane := 0;
    entry.position := place;
    entry.salt := uuid_send(gen_random_uuid());
    entry.said := audit_said(entry);
    previous := audit_hash(entry, previous);
    update audit_entries
       set lane = 0, position = place, salt = entry.salt, said = entry.said, hash = previous
     where id = entry.id;
  end loop;
end $$;
