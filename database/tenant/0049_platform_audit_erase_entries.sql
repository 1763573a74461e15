-- Erases what single entries tell, where only some of what the log says of a record speaks of whoever is erased. As with
-- erase_audit_values, the caller notes in the log which ones these were.
create function erase_audit_entries(of_ids bigint[])
  returns table (lane smallint, "position" bigint)
  language sql security definer set search_path = public, pg_temp as $$
  update audit_entries e
     set salt = null, change = '{}', subject_name = ''
   where e.id = any(of_ids) and e.salt is not null
  returning e.lane, e.position $$;
revoke all on function erase_audit_entries(bigint[]) from public;
grant execute on function erase_audit_entries(bigint[]) to kaunter_app;
