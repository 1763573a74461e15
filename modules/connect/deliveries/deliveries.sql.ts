import type { Db } from "#platform/db/db.ts";
import { searchPatterns } from "#platform/db/search.ts";
import { empty, join, json, plannedEachTime, type Sql, sql, when } from "#platform/db/sql.ts";
import type { ConnectionId } from "../connections/connections.contract.ts";
import type { DeliveryFilter, DeliveryId, DeliveryState } from "./deliveries.contract.ts";

/** A delivery as it came. */
export type Arrival = {
  readonly id: DeliveryId;
  /** RFC 3339. */
  readonly receivedAt: string;
  readonly topic: string;
  readonly eventId: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly bodyBytes: number;
  /** Why it can never be read, known at once; null: it waits to be read. */
  readonly failure: { readonly reason: string; readonly detail: string } | null;
};

/** As it goes into the log: its body packed. */
export type Delivered = Arrival & { readonly connectionId: string };

/** Many in one statement. All bodies travel as one value, cut apart again by the database. */
export async function insertDeliveries(db: Db, delivered: readonly Delivered[]): Promise<void> {
  const bodies = Buffer.concat(delivered.map(({ body }) => body));
  await db.run(sql`
    with arrived as materialized (
      select a.*, substring(${bodies}::bytea from a."bodyAt" for a."bodyLength") as body
        from json_to_recordset(${json(rowsOf(delivered))}::json) as a(
             id uuid, "connectionId" uuid, "receivedAt" timestamptz, topic text, "eventId" text, headers jsonb,
             "bodyAt" int, "bodyLength" int, "bodyBytes" int, state text, reason text, detail text)
    ), kept as (
      insert into deliveries (id, connection_id, received_at, topic, event_id, headers, body, body_bytes)
      select id, "connectionId", "receivedAt", topic, "eventId", headers, body, "bodyBytes" from arrived
    )
    insert into delivery_results (delivery_id, connection_id, received_at, topic, state, reason, reason_detail,
                                  finished_at, search_text)
    select id, "connectionId", "receivedAt", topic, state, reason, detail,
           case when state = 'waiting' then null else "receivedAt" end,
           case when state = 'waiting' then '' else search_form(concat_ws(' ', topic, "eventId")) end
      from arrived`);
}

function rowsOf(delivered: readonly Delivered[]): object[] {
  let offset = 1;
  return delivered.map(({ body, failure, ...row }) => {
    const bodyAt = offset;
    offset += body.length;
    const state = failure === null ? "waiting" : "failed";
    return { ...row, bodyAt, bodyLength: body.length, state, ...failure };
  });
}

export type WaitingRow = {
  readonly id: DeliveryId;
  readonly connectionId: string;
  readonly receivedAt: Date;
  readonly topic: string;
  readonly eventId: string | null;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
  readonly bodyBytes: number;
  readonly triesCount: number;
  /** An earlier delivery of the same event has been read. */
  readonly isRepeated: boolean;
};

/**
 * The next ones to read in order of arrival, as many as the limit has room for and at least one, locked until this transaction ends. One transaction of a company reads at a
 * time: two would meet over the same customers and products. Those of a paused connection go on waiting.
 */
export async function lockNextWaiting(
  db: Db,
  after: DeliveryId | null,
  limit: { readonly count: number; readonly bytes: number },
): Promise<WaitingRow[]> {
  await db.run(sql`select pg_advisory_xact_lock(hashtextextended('connect.deliveries', 0))`);
  const from = after ?? "00000000-0000-0000-0000-000000000000";
  return selectLocked(
    db,
    sql`r.delivery_id in (
          select n.delivery_id from (
            select w.delivery_id, sum(d.body_bytes) over (order by w.delivery_id) - d.body_bytes as bytes_before
              from connections c
             cross join lateral (
               select delivery_id from delivery_results
                where connection_id = c.id and state = 'waiting' and delivery_id > ${from}::uuid
                order by delivery_id limit ${limit.count}) w
              join deliveries d on d.id = w.delivery_id
             where not c.is_paused
             order by w.delivery_id limit ${limit.count}) n
           where n.bytes_before < ${limit.bytes})`,
  );
}

/** Those of the ids that still wait. */
export async function lockStillWaiting(db: Db, ids: readonly DeliveryId[]): Promise<WaitingRow[]> {
  await db.run(sql`select pg_advisory_xact_lock(hashtextextended('connect.deliveries', 0))`);
  return selectLocked(db, sql`r.delivery_id = any(${ids}::uuid[])`);
}

const selectLocked = (db: Db, which: Sql): Promise<WaitingRow[]> =>
  db.rows(sql`
    with next as materialized (
      select r.delivery_id, r.tries_count from delivery_results r
       where r.state = 'waiting' and ${which} for update skip locked
    )
    select d.id, d.connection_id, d.received_at, d.topic, d.event_id, d.headers, d.body, d.body_bytes, n.tries_count,
           d.event_id is not null and exists (
             select 1 from deliveries e join delivery_results f on f.delivery_id = e.id
              where e.connection_id = d.connection_id and e.topic = d.topic and e.event_id = d.event_id
                and e.id < d.id and f.state in ('done', 'seen', 'ignored')) as is_repeated
      from next n join deliveries d on d.id = n.delivery_id
     order by d.id`);

/** What came of one delivery, once it was read. */
export type Outcome = {
  readonly id: DeliveryId;
  readonly state: Exclude<DeliveryState, "waiting">;
  readonly reason: string | null;
  readonly reasonPath: string | null;
  readonly reasonDetail: string | null;
  readonly summary: Readonly<Record<string, unknown>>;
  readonly subjectType: string | null;
  readonly subjectId: string | null;
  readonly tookMs: number;
  readonly searchText: string;
};

export const markRead = (db: Db, outcomes: readonly Outcome[], now: Date): Promise<number> =>
  db.run(sql`
    update delivery_results r
       set state = o.state, reason = o.reason, reason_path = o."reasonPath", reason_detail = o."reasonDetail",
           summary = o.summary, subject_type = o."subjectType", subject_id = o."subjectId", took_ms = o."tookMs",
           search_text = search_form(o."searchText"), tries_count = r.tries_count + 1, finished_at = ${now}
      from json_to_recordset(${json(outcomes)}::json) as o(
           id uuid, state text, reason text, "reasonPath" text, "reasonDetail" text, summary jsonb, "subjectType" text,
           "subjectId" uuid, "tookMs" int, "searchText" text)
     where r.delivery_id = o.id`);

export type DeliveryRowRow = {
  readonly id: DeliveryId;
  readonly connectionId: ConnectionId;
  readonly connection: string;
  readonly receivedAt: Date;
  readonly topic: string;
  readonly state: DeliveryState;
  readonly reason: string | null;
  readonly reasonPath: string | null;
  readonly reasonDetail: string | null;
  readonly summary: Record<string, unknown>;
  readonly subjectType: string | null;
  readonly subjectId: string | null;
  readonly triesCount: number;
  readonly tookMs: number | null;
  readonly finishedAt: Date | null;
};

const columns = sql`r.delivery_id as id, r.connection_id, c.name as connection, r.received_at, r.topic, r.state, r.reason,
  r.reason_path, r.reason_detail, r.summary, r.subject_type, r.subject_id, r.tries_count, r.took_ms, r.finished_at`;

/** What to look for: `deliveryId` and `subjectId` when the text is a shown id. */
export type Search = {
  readonly text: string;
  /** Whether what a delivery says of people finds it. */
  readonly seesContact: boolean;
  readonly deliveryId: string | null;
  readonly subjectId: string | null;
};

export const selectDeliveries = (
  db: Db,
  filter: DeliveryFilter,
  search: Search | null,
  after: { receivedAt: string; id: string } | null,
  limit: number,
): Promise<DeliveryRowRow[]> =>
  db.rows(
    plannedEachTime(sql`
      select ${columns}
        from delivery_results r join connections c on c.id = r.connection_id
       where ${matching(filter, search)}
             ${when(after, sql` and (r.received_at, r.delivery_id) < (${after?.receivedAt}::timestamptz, ${after?.id}::uuid)`)}
       order by r.received_at desc, r.delivery_id desc
       limit ${limit}`),
  );

export const selectStateCounts = (
  db: Db,
  filter: DeliveryFilter,
  search: Search | null,
): Promise<{ state: DeliveryState; count: number }[]> =>
  db.rows(
    plannedEachTime(sql`
      select r.state, count(*)::int as count from delivery_results r
       where ${matching(filter, search)} group by r.state`),
  );

/** The topics in use, by jumping from one to the next through the index. */
export const selectTopics = (db: Db): Promise<{ topic: string }[]> =>
  db.rows(sql`
    with recursive topics as (
      (select topic from delivery_results order by topic limit 1)
      union all
      select (select r.topic from delivery_results r where r.topic > t.topic order by r.topic limit 1)
        from topics t where t.topic is not null
    )
    select topic from topics where topic is not null limit 200`);

export const selectDelivery = (
  db: Db,
  id: DeliveryId,
): Promise<
  DeliveryRowRow & {
    headers: Record<string, string>;
    eventId: string | null;
    body: Buffer;
    bodyBytes: number;
  }
> =>
  db.one(
    sql`
      select ${columns}, d.headers, d.event_id, d.body, d.body_bytes
        from delivery_results r
        join deliveries d  on d.id = r.delivery_id
        join connections c on c.id = r.connection_id
       where r.delivery_id = ${id}`,
    "connect.delivery",
  );

export const markWaitingByIds = (db: Db, ids: readonly DeliveryId[]): Promise<number> =>
  markWaiting(db, sql`delivery_id = any(${ids}::uuid[])`);

/** At most `limit` of those that the filter leaves, newest first. */
export const markWaitingByFilter = (
  db: Db,
  filter: DeliveryFilter,
  search: Search | null,
  limit: number,
): Promise<number> =>
  markWaiting(
    db,
    sql`delivery_id in (
          select r.delivery_id from delivery_results r
           where ${matching(filter, search)}
           order by r.received_at desc, r.delivery_id desc limit ${limit})`,
  );

const markWaiting = (db: Db, which: Sql): Promise<number> =>
  db.run(
    plannedEachTime(sql`
      update delivery_results
         set state = 'waiting', reason = null, reason_path = null, reason_detail = null, finished_at = null, took_ms = null
       where ${which} and state <> 'waiting'`),
  );

function matching(filter: DeliveryFilter, search: Search | null): Sql {
  const conditions = [
    when(filter.connectionId, sql`r.connection_id = ${filter.connectionId}`),
    when(filter.state, sql`r.state = ${filter.state}`),
    when(filter.topic, sql`r.topic = ${filter.topic}`),
    when(filter.receivedFrom, sql`r.received_at >= ${filter.receivedFrom}`),
    when(filter.receivedTo, sql`r.received_at < ${filter.receivedTo}`),
    search === null ? empty : found(search),
  ].filter((condition) => condition !== empty);
  return conditions.length === 0 ? sql`true` : join(conditions, sql` and `);
}

/** By a shown id exactly, else in topic, numbers, names and addresses; an event id only as a whole. */
function found({ text, seesContact, deliveryId, subjectId }: Search): Sql {
  if (deliveryId !== null) return sql`r.delivery_id = ${deliveryId}`;
  if (subjectId !== null) return sql`r.subject_id = ${subjectId}`;
  const patterns = searchPatterns(text);
  const indexed = sql`r.search_text like all(${patterns}::text[])`;
  // The index finds by people too; for who does not see how they are reached only the other words decide.
  return seesContact ? indexed : sql`${indexed} and ${PLAIN_TEXT} like all(${patterns}::text[])`;
}

const PLAIN_TEXT = sql`
  search_form(r.topic || ' ' || case when r.summary ->> 'kind' like 'crm.customer.%' then ''
                                     else coalesce(r.summary ->> 'name', '') end)`;
