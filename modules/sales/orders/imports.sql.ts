import type { CustomerId } from "#modules/crm/crm.public.ts";
import type { Db } from "#platform/db/db.ts";
import { sql, when } from "#platform/db/sql.ts";
import type { OrderId } from "./orders.contract.ts";
import type { KeptOrder, LineState, StoreOrderCharge } from "./orders.rules.ts";
import { orderColumns } from "./orders.sql.ts";

/** An order as an import finds it. */
export type Found = KeptOrder & { readonly updatedAt: Date };

/** Those in lists that have one of these numbers or ids; held, in one order, where they are to be written. */
export const selectNamed = (
  db: Db,
  { ids, numbers }: { readonly ids: readonly string[]; readonly numbers: readonly string[] },
  isHeld: boolean,
): Promise<Found[]> =>
  db.rows(sql`
    select ${orderColumns}, o.updated_at from orders o
     where o.deleted_at is null
       and o.id in (select id from orders where number = any(${numbers}::text[]) and deleted_at is null
                     union select unnest(${ids}::uuid[]))
     order by o.id ${when(isHeld, sql`for update of o`)}`);

/** Of these ids those of orders that are in no list: in the trash, or deleted by their store. */
export const selectPutAway = (
  db: Db,
  ids: readonly string[],
): Promise<{ readonly id: OrderId; readonly isInTrash: boolean }[]> =>
  db.rows(sql`
    select id, trashed_at is not null as is_in_trash from orders
     where id = any(${ids}::uuid[]) and deleted_at is not null`);

export const selectLinesOf = (
  db: Db,
  ids: readonly OrderId[],
): Promise<(LineState & { readonly orderId: OrderId })[]> =>
  db.rows(sql`
    select order_id, external_id, title, variant_title, sku, product_id, variant_id, external_product_id,
           external_variant_id, quantity, current_quantity, unit_price_minor, discount_minor,
           shared_discount_minor, tax_minor, net_minor, is_gift_card
      from order_lines where order_id = any(${ids}::uuid[]) order by order_id, position`);

export const selectChargesOf = (
  db: Db,
  ids: readonly OrderId[],
): Promise<(StoreOrderCharge & { readonly orderId: OrderId })[]> =>
  db.rows(sql`
    select order_id, kind, title, amount_minor, tax_minor, rate_ppm
      from order_charges where order_id = any(${ids}::uuid[]) order by order_id, position`);

export type Made = {
  readonly id: OrderId;
  readonly version: number;
  readonly updatedAt: Date;
  readonly customerId: CustomerId | null;
};

/** Those that an import made, as they stand; held. In the trash or out of it. */
export const lockMade = (db: Db, ids: readonly OrderId[]): Promise<Made[]> =>
  db.rows(sql`
    select id, version, updated_at, customer_id from orders where id = any(${ids}::uuid[]) order by id for update`);

/** As if they had never been, with their lines, payments and refunds. */
export const deleteMade = (db: Db, ids: readonly OrderId[]): Promise<number> =>
  db.run(sql`delete from orders where id = any(${ids}::uuid[])`);

/** What was set back was last changed when it was before. */
export const markLastChanged = (db: Db, id: OrderId, at: Date): Promise<number> =>
  db.run(sql`update orders set updated_at = ${at} where id = ${id}`);
