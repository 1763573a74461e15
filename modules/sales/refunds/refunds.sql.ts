import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { RefundState } from "./refunds.rules.ts";

const columns = sql`
  id, order_id, external_id, currency, amount_minor, reason, has_moved_money, refunded_at, lines, source_tie`;

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
                         amount_minor, reason, has_moved_money, refunded_at, lines, source_tie, created_at)
    select t.id, t."orderId", ${store?.connectionId ?? null}, ${store?.orderExternalId ?? null}, t."externalId",
           t.currency, t."amountMinor", t.reason, t."hasMovedMoney", t."refundedAt", t.lines, t."sourceTie", ${at}
      from json_to_recordset(${json(refunds)}) as t(
             id uuid, "orderId" uuid, "externalId" text, currency text, "amountMinor" bigint, reason text,
             "hasMovedMoney" boolean, "refundedAt" timestamptz, lines jsonb, "sourceTie" text)
    on conflict (id) do update
       set order_id = excluded.order_id, currency = excluded.currency, amount_minor = excluded.amount_minor,
           reason = excluded.reason, has_moved_money = excluded.has_moved_money,
           refunded_at = excluded.refunded_at, lines = excluded.lines, source_tie = excluded.source_tie`);
