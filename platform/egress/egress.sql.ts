import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";

export type EgressCount = {
  readonly host: string;
  readonly port: number;
  readonly isDeclared: boolean;
  readonly wasLetOut: boolean;
  readonly count: number;
};

export const countEgress = (db: Db, counts: readonly EgressCount[], now: Date): Promise<number> =>
  db.run(sql`
    insert into egress_hosts (host, port, is_declared, was_let_out, connections_count, first_at, last_at)
    select e->>'host', (e->>'port')::int, (e->>'isDeclared')::boolean, (e->>'wasLetOut')::boolean,
           (e->>'count')::bigint, ${now}, ${now}
      from json_array_elements(${json(counts)}::json) as counted(e)
        on conflict (host, port, is_declared, was_let_out)
        do update set connections_count = egress_hosts.connections_count + excluded.connections_count,
                      last_at = excluded.last_at`);

export const selectEgress = (db: Db, since: Date): Promise<EgressCount[]> =>
  db.rows(sql`
    select host, port, is_declared, was_let_out, connections_count as count
      from egress_hosts where last_at >= ${since} order by host, port`);
