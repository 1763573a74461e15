import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { RefundDeletion, RefundState } from "./refunds.rules.ts";

const columns = sql`
  id, order_id, external_id, currency, amount_minor, reason, has_moved_money, refunded_at, lines, source_tie, listed_at`;

/** Those of a store's order, whether the order has been told or not. */
export const selectStoreRefunds = (
  db: Db,
  connectionId: string,
  orderExternalId: string,
): Promise<RefundState[]> =>
  db.rows(sql`
    select ${columns} from refunds
     where connection_id = ${connectionId} and order_external_id = ${orderExternalId}
       and external_id is not null
     order by refunded_at, external_id`);

export const selectRefunds = (db: Db, orderId: string): Promise<RefundState[]> =>
  db.rows(sql`
    select ${columns} from refunds where order_id = ${orderId} order by refunded_at, id`);

/** New ones and changed ones alike, in one statement. */
export const insertRefunds = (
  db: Db,
  store: { connectionId: string; orderExternalId: string } | null,
  refunds: readonly RefundState[],
  at: Date,
): Promise<number> =>
  db.run(sql`
    insert into refunds (id, order_id, connection_id, order_external_id, external_id, currency,
                         amount_minor, reason, has_moved_money, refunded_at, lines, source_tie, listed_at, created_at)
    select t.id, t."orderId", ${store?.connectionId ?? null}, ${store?.orderExternalId ?? null}, t."externalId",
           t.currency, t."amountMinor", t.reason, t."hasMovedMoney", t."refundedAt", t.lines, t."sourceTie", t."listedAt", ${at}
      from json_to_recordset(${json(refunds)}) as t(
             id uuid, "orderId" uuid, "externalId" text, currency text, "amountMinor" bigint, reason text,
             "hasMovedMoney" boolean, "refundedAt" timestamptz, lines jsonb, "sourceTie" text, "listedAt" timestamptz)
    on conflict (id) do update
       set order_id = excluded.order_id, currency = excluded.currency, amount_minor = excluded.amount_minor,
           reason = excluded.reason, has_moved_money = excluded.has_moved_money,
           refunded_at = excluded.refunded_at, lines = excluded.lines, source_tie = excluded.source_tie,
           listed_at = excluded.listed_at`);

export const selectRefundDeletions = (
  db: Db,
  connectionId: string,
  orderExternalId: string,
): Promise<RefundDeletion[]> =>
  db.rows(sql`
    select external_id, refunded_at, listed_at from refund_deletions
     where connection_id = ${connectionId} and order_external_id = ${orderExternalId}`);

/** They are there no more; what a late word of them needs is kept. */
export const markRefundsGone = (
  db: Db,
  store: { connectionId: string; orderExternalId: string; orderId: string },
  gone: readonly RefundState[],
): Promise<number> =>
  db.run(sql`
    with told as (
      select * from json_to_recordset(${json(gone)}) as t(
               id uuid, "externalId" text, "refundedAt" timestamptz, "listedAt" timestamptz)),
    forgotten as (delete from refunds where id in (select id from told))
    insert into refund_deletions (connection_id, order_external_id, external_id, order_id, refunded_at, listed_at)
    select ${store.connectionId}, ${store.orderExternalId}, "externalId", ${store.orderId}, "refundedAt", "listedAt" from told
        on conflict (connection_id, order_external_id, external_id) do update
       set refunded_at = excluded.refunded_at, listed_at = excluded.listed_at`);

export const deleteRefundDeletions = (
  db: Db,
  connectionId: string,
  orderExternalId: string,
  externalIds: readonly string[],
): Promise<number> =>
  db.run(sql`
    delete from refund_deletions
     where connection_id = ${connectionId} and order_external_id = ${orderExternalId}
       and external_id = any(${externalIds})`);
