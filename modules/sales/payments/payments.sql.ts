import type { Db } from "#platform/db/db.ts";
import { json, type Sql, sql } from "#platform/db/sql.ts";
import type { PaymentState } from "./payments.rules.ts";

const columns = sql`
  id, order_id, external_id, kind, status, method, currency, amount_minor, paid_at, reference, source_tie`;

/** Those of a store's order, whether the order has been told or not, as JSON: for the statement that reads the order. */
export const storePaymentsAsJson = (connectionId: string, orderExternalId: string): Sql => sql`
  select coalesce(json_agg(json_build_object(
           'id', p.id, 'orderId', p.order_id, 'externalId', p.external_id, 'kind', p.kind, 'status', p.status,
           'method', p.method, 'currency', p.currency, 'amountMinor', p.amount_minor, 'paidAt', p.paid_at,
           'reference', p.reference, 'sourceTie', p.source_tie) order by p.paid_at, p.external_id), '[]')
    from payments p
   where p.connection_id = ${connectionId} and p.order_external_id = ${orderExternalId} and p.external_id is not null`;

export const selectPayments = (db: Db, orderId: string): Promise<PaymentState[]> =>
  db.rows(sql`
    select ${columns} from payments where order_id = ${orderId} order by paid_at, id`);

type OfStore = { readonly connectionId: string | null; readonly orderExternalId: string | null };

export const insertPayments = (
  db: Db,
  store: OfStore | null,
  payments: readonly PaymentState[],
  at: Date,
): Promise<number> => db.run(putPayments(store, payments, at));

/** New ones and changed ones alike; by itself, or within the statement that writes their order. */
export const putPayments = (
  store: OfStore | null,
  payments: readonly PaymentState[],
  at: Date,
): Sql => sql`
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
           paid_at = excluded.paid_at, reference = excluded.reference, source_tie = excluded.source_tie`;

/** Those that were entered by hand at a moment: an import takes back its own. */
export const deleteEntered = (db: Db, orderId: string, at: Date): Promise<number> =>
  db.run(sql`
    delete from payments where order_id = ${orderId} and external_id is null and created_at = ${at}`);
