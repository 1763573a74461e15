import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { ConnectionId } from "./connections.contract.ts";

export type TrashedConnection = {
  readonly id: ConnectionId;
  readonly name: string;
  readonly address: string | null;
  readonly isPaused: boolean;
};

/** Those of them that were removed and are not gone for good, held. */
export const lockTrashed = (db: Db, ids: readonly ConnectionId[]): Promise<TrashedConnection[]> =>
  db.rows(sql`
    select id, name, address, is_paused from connections
     where id = any(${ids}) and archived_at is not null and purged_at is null
     order by id for no key update`);

/** The door looks again: what it remembered of them is older. */
export const markRestored = (db: Db, ids: readonly ConnectionId[], now: Date): Promise<number> =>
  db.run(sql`
    update connections
       set archived_at = null, door_version = door_version + 1, updated_at = ${now}, version = version + 1
     where id = any(${ids}) and archived_at is not null and purged_at is null`);

/** Nothing opens or reaches them any more. Their name stays: the records they brought say where they came from. */
export const markPurged = (db: Db, ids: readonly ConnectionId[], now: Date): Promise<number> =>
  db.run(sql`
    update connections
       set purged_at = ${now}, address = null, secret = null, previous_secret = null,
           previous_secret_until = null, version = version + 1
     where id = any(${ids}) and archived_at is not null`);

export const deleteRefusals = (db: Db, ids: readonly ConnectionId[]): Promise<number> =>
  db.run(sql`delete from connection_refusals where connection_id = any(${ids})`);
