import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import { heldJob } from "#platform/jobs/jobs.ts";
import type { DeliveryFilter } from "./deliveries.contract.ts";

/** What the door writes down at once, of one connection. */
export type Batch = {
  readonly id: string;
  readonly connectionId: string;
  /** The connection as the door knew it; not written when it has changed since. */
  readonly doorVersion: number;
  readonly count: number;
  readonly body: Buffer;
};

/**
 * Writes it down with the job that will take it into the log; false, and nothing is written, when the connection's secret
 * changed or it was removed since the door looked.
 */
export async function insertBatch(
  db: Db,
  { id, connectionId, doorVersion, count, body }: Batch,
  job: string,
): Promise<boolean> {
  const { isKept } = await db.one<{ isKept: boolean }>(
    sql`
      with kept as (
        insert into delivery_batches (id, connection_id, deliveries_count, body)
        select ${id}::uuid, c.id, ${count}::int, ${body}::bytea from connections c
         where c.id = ${connectionId} and c.door_version = ${doorVersion} and c.archived_at is null
           for share of c
        returning id
      ), held as materialized (
        ${heldJob(job)}
      ), job as (
        select graphile_worker.add_job(${job}, '{}'::json, job_key => ${job})
          from kept where not exists (select from held)
      )
      select exists (select from kept) as is_kept, (select count(*) from job)`,
    "connect.delivery",
  );
  return isKept;
}

/** The oldest go, as many as the bytes have room for and at least one. */
export const takeBatches = (
  db: Db,
  limit: { readonly count: number; readonly bytes: number },
): Promise<{ id: string; connectionId: string; body: Buffer }[]> =>
  db.rows(sql`
    with oldest as (
      select id, sum(octet_length(body)) over (order by id) - octet_length(body) as bytes_before
        from (select id, body from delivery_batches order by id limit ${limit.count}) b
    ), taken as (
      delete from delivery_batches where id in (select id from oldest where bytes_before < ${limit.bytes})
      returning id, connection_id, body
    )
    select * from taken order by id`);

/** How many have come that are not in the log yet: the newest of all. What they are about is not known before. */
export async function countUnlisted(
  db: Db,
  { connectionId, state, topic, search, receivedTo }: DeliveryFilter,
): Promise<number> {
  const asksMore = topic !== undefined || (search ?? "") !== "" || receivedTo !== undefined;
  if (asksMore || (state ?? "waiting") !== "waiting") return 0;
  const { count } = await db.one<{ count: number }>(
    sql`
      select coalesce(sum(deliveries_count), 0)::int as count from delivery_batches
       where connection_id = coalesce(${connectionId ?? null}::uuid, connection_id)
`,
    "connect.delivery",
  );
  return count;
}
