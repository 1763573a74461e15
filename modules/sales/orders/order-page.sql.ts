import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { Eyes } from "#platform/permissions/reach.ts";
import type { Order, OrderId } from "./orders.contract.ts";
import { amongOwners, customerName } from "./orders.lists.sql.ts";

/** Moments inside JSON come as text. */
export type OrderPageRow = Omit<Order, "refunds" | "payments" | "blocked"> & {
  readonly connectionId: string | null;
  readonly refunds: readonly (Omit<Order["refunds"][number], "refundedAt"> & {
    refundedAt: string;
  })[];
  readonly payments: readonly (Omit<Order["payments"][number], "paidAt"> & { paidAt: string })[];
};

/** Everything of an order, with its neighbours by time. */
export const selectOrderPage = (db: Db, id: OrderId, eyes: Eyes): Promise<OrderPageRow> =>
  db.one(
    sql`
    select o.id, o.number, k.name as connection, o.connection_id, o.external_id, o.channel, o.customer_id,
           ${customerName(eyes)} as customer_name, o.status, o.payment_status, o.fulfilment_status,
           o.source_status, o.is_test, o.is_sale, o.currency, o.lines_minor, o.discount_minor,
           o.shipping_minor, o.fee_minor, o.tax_minor, o.total_minor, o.difference_minor,
           o.refunded_minor, o.net_minor, o.taxes_included, o.items_count, o.placed_at, o.paid_at,
           o.completed_at, o.cancelled_at, o.name, o.email, o.phone, o.phone_text, o.billing, o.shipping,
           o.payment_method, o.discount_codes, o.note, o.owner_id, o.joined_by, o.created_at, o.updated_at,
           o.deleted_at, o.trashed_at, o.erased_at, o.erased_at is not null as is_erased,
           c.trashed_at is not null as is_customer_in_trash, o.version, o.tags, o.custom,
           (select coalesce(json_agg(json_build_object(
                     'title', l.title, 'variantTitle', l.variant_title, 'sku', l.sku,
                     'productId', l.product_id, 'variantId', l.variant_id, 'quantity', l.quantity,
                     'currentQuantity', l.current_quantity, 'unitPriceMinor', l.unit_price_minor,
                     'discountMinor', l.discount_minor, 'sharedDiscountMinor', l.shared_discount_minor,
                     'taxMinor', l.tax_minor, 'netMinor', l.net_minor, 'isGiftCard', l.is_gift_card)
                     order by l.position), '[]')
              from order_lines l where l.order_id = o.id) as lines,
           (select coalesce(json_agg(json_build_object(
                     'kind', c.kind, 'title', c.title, 'amountMinor', c.amount_minor,
                     'taxMinor', c.tax_minor, 'ratePpm', c.rate_ppm) order by c.position), '[]')
              from order_charges c where c.order_id = o.id) as charges,
           (select coalesce(json_agg(json_build_object(
                     'id', r.id, 'amountMinor', r.amount_minor, 'currency', r.currency, 'reason', r.reason,
                     'hasMovedMoney', r.has_moved_money, 'refundedAt', r.refunded_at)
                     order by r.refunded_at, r.id), '[]')
              from refunds r where r.order_id = o.id) as refunds,
           (select coalesce(json_agg(json_build_object(
                     'id', m.id, 'kind', m.kind, 'status', m.status, 'method', m.method,
                     'currency', m.currency, 'amountMinor', m.amount_minor, 'paidAt', m.paid_at,
                     'reference', m.reference) order by m.paid_at, m.id), '[]')
              from payments m where m.order_id = o.id) as payments,
           (select n.id from orders n
             where n.deleted_at is null and (n.placed_at, n.id) > (o.placed_at, o.id) ${amongOwners(eyes, sql`n`)}
             order by n.placed_at, n.id limit 1) as newer_id,
           (select n.id from orders n
             where n.deleted_at is null and (n.placed_at, n.id) < (o.placed_at, o.id) ${amongOwners(eyes, sql`n`)}
             order by n.placed_at desc, n.id desc limit 1) as older_id
      from orders o
      left join connections k on k.id = o.connection_id
      left join customers c on c.id = o.customer_id
     where o.id = ${id} ${amongOwners(eyes)}`,
    "sales.order",
  );
