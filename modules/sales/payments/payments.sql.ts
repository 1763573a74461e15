import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { PaymentState } from "./payments.rules.ts";

const columns = sql`
  id, order_id, external_id, kind, status, method, currency, amount_minor, paid_at, reference, source_tie`;

/** Those of a store's order, whether the order has been told or not. */
export const selectStorePayments = (
  db: Db,
  connectionId: string,
  orderExternalId: string,
): Promise<PaymentState[]> =>
  db.rows(sql`
    select ${columns} from payments
     where connection_id = ${connectionId} and order_external_id = ${orderExternalId}
       and external_id is not null
     order by paid_at, external_id`);

export const selectPayments = (db: Db, orderId: string): Promise<PaymentState[]> =>
  db.rows(sql`
    select ${columns} from payments where order_id = ${orderId} order by paid_at, id`);

/** New ones and changed ones alike, in one statement. */
export const insertPayments = (
  db: Db,
  store: { connectionId: string; orderExternalId: string } | null,
  payments: readonly PaymentState[],
  at: Date,
): Promise<number> =>
  db.run(sql`
    insert into payments (id, order_id, connection_id, order_external_id, external_id, kind, status,
                          method, currency, amount_minor, paid_at, reference, source_tie, created_at)
    select t.id, t."orderId", ${store?.connectionId ?? null}, ${store?.orderExternalId ?? null}, t."externalId",
           t.kind, t.status, t.method, t.currency, t."amountMinor", t."paidAt", t.reference, t."sourceTie", ${at}
      from json_to_recordset(${json(payments)}) as t(
             id uuid, "orderId" uuid, "externalId" text, kind text, status text, method text, currency text,
             "amountMinor" bigint, "paidAt" timestamptz, reference text, "sourceTie" text)
    on conflict (id) do update
       set order_id = excluded.order_id, kind = excluded.kind, status = excluded.status,
           method = excluded.method, currency = excluded.currency, amount_minor = excluded.amount_minor,
           paid_at = excluded.paid_at, reference = excluded.reference, source_tie = excluded.source_tie`);
