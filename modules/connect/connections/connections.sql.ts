import type { Db } from "#platform/db/db.ts";
import { json, type Sql, sql } from "#platform/db/sql.ts";
import type { ConnectionId, ConnectionKind } from "./connections.contract.ts";

export type ConnectionRow = {
  readonly id: ConnectionId;
  readonly kind: ConnectionKind;
  readonly name: string;
  readonly address: string | null;
  readonly secret: string | null;
  readonly previousSecret: string | null;
  readonly previousSecretUntil: Date | null;
  readonly doorVersion: number;
  readonly isPaused: boolean;
  readonly firstPingAt: Date | null;
  readonly archivedAt: Date | null;
  readonly createdAt: Date;
  readonly version: number;
};

const columns = sql`id, kind, name, address, secret, previous_secret, previous_secret_until, door_version,
  is_paused, first_ping_at, archived_at, created_at, version`;

const WHAT = "connect.connection";

export const selectConnection = (db: Db, id: ConnectionId): Promise<ConnectionRow> =>
  db.one(sql`select ${columns} from connections where id = ${id}`, WHAT);

export const selectConnectionIfAny = (db: Db, id: string): Promise<ConnectionRow | null> =>
  db.maybe(sql`select ${columns} from connections where id = ${id}`);

export const lockConnection = (db: Db, id: ConnectionId): Promise<ConnectionRow> =>
  db.one(sql`select ${columns} from connections where id = ${id} for no key update`, WHAT);

/** The live ones, oldest first; removed ones answer by their id only. */
export const selectConnections = (db: Db): Promise<ConnectionRow[]> =>
  db.rows(sql`
    select ${columns} from connections where archived_at is null order by created_at, id limit 200`);

export const selectLiveCount = async (db: Db): Promise<number> =>
  (
    await db.one<{ count: number }>(
      sql`select count(*)::int as count from connections where archived_at is null`,
      WHAT,
    )
  ).count;

export type NewConnectionRow = Pick<
  ConnectionRow,
  "id" | "kind" | "name" | "address" | "secret"
> & { readonly firstPingAt: Date | null; readonly now: Date };

export const insertConnection = (db: Db, row: NewConnectionRow): Promise<number> =>
  db.run(sql`
    insert into connections (id, kind, name, address, secret, first_ping_at, created_at, updated_at)
    values (${row.id}, ${row.kind}, ${row.name}, ${row.address}, ${row.secret}, ${row.firstPingAt}, ${row.now}, ${row.now})`);

export const markRenamed = (db: Db, id: ConnectionId, name: string, now: Date) =>
  mark(db, id, now, sql`name = ${name}`);

export const markPaused = (db: Db, id: ConnectionId, isPaused: boolean, now: Date) =>
  mark(db, id, now, sql`is_paused = ${isPaused}`);

export const markRemoved = (db: Db, id: ConnectionId, now: Date) =>
  mark(db, id, now, sql`archived_at = ${now}, door_version = door_version + 1`);

export const markSecret = (
  db: Db,
  id: ConnectionId,
  secret: string,
  previous: { secret: string; until: Date },
  now: Date,
) =>
  mark(
    db,
    id,
    now,
    sql`secret = ${secret}, previous_secret = ${previous.secret}, previous_secret_until = ${previous.until},
        door_version = door_version + 1`,
  );

const mark = (db: Db, id: ConnectionId, now: Date, changes: Sql): Promise<number> =>
  db.run(sql`
    update connections set ${changes}, updated_at = ${now}, version = version + 1 where id = ${id}`);

/** The first sign of life; later ones change nothing. */
export const markFirstPing = (db: Db, ids: readonly string[], now: Date): Promise<number> =>
  db.run(sql`
    update connections set first_ping_at = ${now}
     where id = any(${ids}::uuid[]) and first_ping_at is null`);

export type RefusalCount = {
  readonly connectionId: string;
  readonly hourAt: Date;
  readonly reason: string;
  readonly count: number;
};

export const insertRefusals = (db: Db, refusals: readonly RefusalCount[]): Promise<number> =>
  db.run(sql`
    insert into connection_refusals (connection_id, hour_at, reason, refusals_count)
    select c.id, r."hourAt", r.reason, r.count
      from json_to_recordset(${json(refusals)}::json)
           as r("connectionId" uuid, "hourAt" timestamptz, reason text, count int)
      join connections c on c.id = r."connectionId"
     order by c.id, r."hourAt", r.reason
        on conflict (connection_id, hour_at, reason)
        do update set refusals_count = connection_refusals.refusals_count + excluded.refusals_count`);

export type RefusalRow = {
  readonly connectionId: ConnectionId;
  readonly reason: string;
  readonly count: number;
  readonly lastHourAt: Date;
};

export const selectRefusals = (
  db: Db,
  ids: readonly ConnectionId[],
  since: Date,
): Promise<RefusalRow[]> =>
  db.rows(sql`
    select connection_id, reason, sum(refusals_count)::int as count, max(hour_at) as last_hour_at
      from connection_refusals
     where connection_id = any(${ids}::uuid[]) and hour_at >= ${since}
     group by connection_id, reason
     order by count desc, reason`);

export type TrafficRow = {
  readonly connectionId: ConnectionId;
  readonly total: number;
  readonly failed: number;
  readonly waiting: number;
  readonly lastDeliveryAt: Date | null;
};

/** What the delivery log holds of them since then. */
export const selectTraffic = (
  db: Db,
  ids: readonly ConnectionId[],
  since: Date,
): Promise<TrafficRow[]> =>
  db.rows(sql`
    select c.id as connection_id, d.total, d.failed, d.waiting,
           (select max(received_at) from delivery_results where connection_id = c.id) as last_delivery_at
      from unnest(${ids}::uuid[]) as c(id)
      cross join lateral (
        select count(*)::int as total,
               (count(*) filter (where state = 'failed'))::int as failed,
               (count(*) filter (where state = 'waiting'))::int as waiting
          from delivery_results where connection_id = c.id and received_at >= ${since}) d`);

/** Those that a store can deliver to. */
export const selectAddressed = (db: Db): Promise<{ id: ConnectionId; address: string }[]> =>
  db.rows(sql`
    select id, address from connections where address is not null and archived_at is null order by id`);

/** In the control database: where the world reaches a connection. One that comes back is registered anew. */
export const insertAddress = (
  control: Db,
  address: string,
  companyId: string,
  connectionId: ConnectionId,
  now: Date,
): Promise<number> =>
  control.run(sql`
    insert into webhook_addresses (address, company_id, connection_id, created_at)
    values (${address}, ${companyId}, ${connectionId}, ${now})
        on conflict (address) do update set created_at = excluded.created_at
     where webhook_addresses.connection_id = excluded.connection_id`);

export const selectAddress = (
  control: Db,
  address: string,
): Promise<{ companyId: string; connectionId: ConnectionId } | null> =>
  control.maybe(sql`
    select company_id, connection_id from webhook_addresses where address = ${address}`);

/** Addresses of a company that were registered before then, with the connection they mean. */
export const selectAddresses = (
  control: Db,
  companyId: string,
  before: Date,
): Promise<{ address: string; connectionId: ConnectionId }[]> =>
  control.rows(sql`
    select address, connection_id from webhook_addresses
     where company_id = ${companyId} and created_at < ${before}
     order by address limit 10000`);

export const deleteAddresses = (
  control: Db,
  companyId: string,
  addresses: readonly string[],
  before: Date,
): Promise<number> =>
  control.run(sql`
    delete from webhook_addresses
     where company_id = ${companyId} and created_at < ${before} and address = any(${addresses}::text[])`);

/** Those of the addresses that a live connection stands behind. */
export const selectLiveAddresses = async (
  db: Db,
  addresses: readonly string[],
): Promise<ReadonlySet<string>> =>
  new Set(
    (
      await db.rows<{ address: string }>(sql`
        select address from connections
         where address = any(${addresses}::text[]) and archived_at is null`)
    ).map((row) => row.address),
  );
