import {
  type CustomerId,
  type Merged,
  ORDER_STATES,
  type Recast,
  type Released,
  type RollUps,
  STATES_MOST,
  weightOf,
} from "#modules/crm/crm.public.ts";
import type { Custom } from "#modules/records/records.public.ts";
import type { Db } from "#platform/db/db.ts";
import { empty, join, json, type Sql, sql } from "#platform/db/sql.ts";
import type { PaymentState } from "../payments/payments.rules.ts";
import { type PaymentAsJson, paymentsOf, storePaymentsAsJson } from "../payments/payments.ts";
import type { OrderId } from "./orders.contract.ts";
import type {
  KeptOrder,
  LineState,
  OrderState,
  StoreOrderCharge,
  StoreOrderLine,
} from "./orders.rules.ts";

type StoreKey = { readonly connectionId: string; readonly externalId: string };

export const orderColumns = sql`
  o.id, o.number, o.connection_id, o.external_id, o.channel, o.customer_id, o.part_id, o.joined_by, o.status,
  o.payment_status, o.fulfilment_status, o.source_status, o.is_test, o.is_sale, o.currency,
  o.lines_minor, o.discount_minor, o.shipping_minor, o.fee_minor, o.tax_minor, o.total_minor,
  o.difference_minor, o.refunded_minor, o.taxes_included, o.items_count, o.placed_at, o.paid_at,
  o.completed_at, o.cancelled_at, o.name, o.email, o.phone, o.phone_text, o.billing, o.shipping,
  o.payment_method, o.discount_codes, o.note, o.source_note, o.source_updated_at, o.source_tie,
  o.deleted_at, o.trashed_at, o.erased_at, o.version, o.custom`;

/** In the order of lineAsTold and chargeAsTold. */
const linesAsTold = sql`
  select coalesce(json_agg(json_build_object(
           'externalId', l.external_id, 'title', l.title, 'variantTitle', l.variant_title, 'sku', l.sku,
           'externalProductId', l.external_product_id, 'externalVariantId', l.external_variant_id,
           'quantity', l.quantity, 'currentQuantity', l.current_quantity,
           'unitPriceMinor', l.unit_price_minor, 'discountMinor', l.discount_minor,
           'taxMinor', l.tax_minor, 'netMinor', l.net_minor, 'isGiftCard', l.is_gift_card)
           order by l.position), '[]')
    from order_lines l where l.order_id = o.id`;

const chargesAsTold = sql`
  select coalesce(json_agg(json_build_object(
           'kind', c.kind, 'title', c.title, 'amountMinor', c.amount_minor, 'taxMinor', c.tax_minor,
           'ratePpm', c.rate_ppm) order by c.position), '[]')
    from order_charges c where c.order_id = o.id`;

export type KnownOrder = {
  readonly order: KeptOrder | null;
  /** Null: the order has not been told. */
  readonly lines: readonly StoreOrderLine[] | null;
  readonly charges: readonly StoreOrderCharge[] | null;
  /** When the store last said that it is gone, unless a person has brought it back since. */
  readonly deletionAt: Date | null;
  /** A person deleted it for good: nothing that is told brings it back. */
  readonly isPurged: boolean;
  readonly hasRefunds: boolean;
  readonly payments: readonly PaymentState[];
};

/** All that is known of a store's order, told or only spoken of. */
export async function selectKnownOrder(
  db: Db,
  { connectionId, externalId }: StoreKey,
): Promise<KnownOrder> {
  type Told = Omit<KnownOrder, "order" | "payments"> & { readonly payments: PaymentAsJson[] };
  type Row = Told & (KeptOrder | { id: null });
  const row = await db.one<Row>(
    sql`
    with o as materialized (
      select * from orders where connection_id = ${connectionId} and external_id = ${externalId} for update)
    select ${orderColumns},
           case when o.id is not null then (${linesAsTold}) end as lines,
           case when o.id is not null then (${chargesAsTold}) end as charges,
           (select deleted_at from order_deletions
             where connection_id = ${connectionId} and external_id = ${externalId}
               and overruled_at is null) as deletion_at,
           exists (select from order_deletions where connection_id = ${connectionId}
                      and external_id = ${externalId} and purged_at is not null) as is_purged,
           exists (select from refunds where connection_id = ${connectionId}
                      and order_external_id = ${externalId} and external_id is not null) as has_refunds,
           (${storePaymentsAsJson(connectionId, externalId)}) as payments
      from (select) as one left join o on true`,
    "sales.order",
  );
  const { lines, charges, deletionAt, isPurged, hasRefunds, payments: told, ...order } = row;
  const kept = order.id === null ? null : (order as KeptOrder);
  const payments = paymentsOf(told);
  return { order: kept, lines, charges, deletionAt, isPurged, hasRefunds, payments };
}

export const lockOrder = (db: Db, id: OrderId): Promise<KeptOrder> =>
  db.one(sql`select ${orderColumns} from orders o where o.id = ${id} for update`, "sales.order");

export const selectLines = (db: Db, id: OrderId): Promise<LineState[]> =>
  db.rows(sql`
    select external_id, title, variant_title, sku, product_id, variant_id, external_product_id,
           external_variant_id, quantity, current_quantity, unit_price_minor, discount_minor,
           shared_discount_minor, tax_minor, net_minor, is_gift_card
      from order_lines where order_id = ${id} order by position`);

export const selectCharges = (db: Db, id: OrderId): Promise<StoreOrderCharge[]> =>
  db.rows(sql`
    select kind, title, amount_minor, tax_minor, rate_ppm
      from order_charges where order_id = ${id} order by position`);

/** What is written with an order: null lines or charges stay as they are. */
export type Contents = {
  readonly lines: readonly (StoreOrderLine & Partial<LineState>)[] | null;
  readonly charges: readonly StoreOrderCharge[] | null;
  /** The statement of its payments, where there are any to write. */
  readonly payments?: Sql | null;
  /** Whose a new one is from its beginning: later it is given. */
  readonly ownerId?: string | null;
  /** Left out: as they were. */
  readonly custom?: Custom;
};

/**
 * The whole state in one statement. Answers what the customer's other orders come
 * to, when a currency is named to add up: the customer is held by then, and the statement does not yet see its own order.
 */
export const writeOrder = (
  db: Db,
  order: OrderState & { readonly id: OrderId },
  { lines, charges, payments = null, ownerId = null, custom }: Contents,
  { at, currency, isNew }: { at: Date; currency: string | null; isNew: boolean },
): Promise<RollUps> =>
  db.one(
    sql`
    with ${lines === null || isNew ? empty : sql`${dropLines(order.id, lines.length)},`}
         ${lines === null ? empty : sql`${putLines(order, lines)},`}
         ${charges === null || isNew ? empty : sql`${dropCharges(order.id, charges.length)},`}
         ${charges === null ? empty : sql`${putCharges(order.id, charges)},`}
         ${payments === null ? empty : sql`put_payments as (${payments}),`}
         ${putOrder(order, { ownerId, custom }, at)}
    select ${sumsIn(currency)} from orders
     where ${currency !== null} and customer_id = ${order.customerId} and deleted_at is null and id <> ${order.id}`,
    "sales.order",
  );

/** Of a customer's orders that are not deleted. */
const sumsIn = (currency: string | null): Sql => sql`
  count(*) filter (where is_sale)::int as orders_count, min(placed_at) filter (where is_sale) as first_order_at,
  max(placed_at) filter (where is_sale) as last_order_at,
  coalesce(sum(net_minor) filter (where is_sale and currency = ${currency}), 0)::bigint as spent_minor,
  (${statesSum})::bigint as order_states`;

const STATE_COLUMNS = {
  status: sql`status`,
  payment: sql`payment_status`,
  fulfilment: sql`fulfilment_status`,
};
const statesSum = join(
  ORDER_STATES.map(
    ({ aspect, value }) => sql`
  least(count(*) filter (where ${STATE_COLUMNS[aspect]} = ${value}), ${STATES_MOST}::bigint) * ${weightOf(aspect, value)}::bigint`,
  ),
  sql` +`,
);

const putOrder = (
  o: OrderState & { readonly id: OrderId },
  { ownerId, custom }: Pick<Contents, "ownerId"> & { readonly custom: Custom | undefined },
  at: Date,
): Sql => sql`
  put_order as (
    insert into orders (
      id, number, connection_id, external_id, channel, customer_id, part_id, joined_by, status, payment_status,
      fulfilment_status, source_status, is_test, is_sale, currency, lines_minor, discount_minor,
      shipping_minor, fee_minor, tax_minor, total_minor, difference_minor, refunded_minor, taxes_included,
      items_count, placed_at, paid_at, completed_at, cancelled_at, name, email, phone, phone_text,
      billing, shipping, payment_method, discount_codes, note, source_note, source_updated_at, source_tie,
      deleted_at, erased_at, owner_id, custom, created_at, updated_at)
    values (
      ${o.id}, ${o.number}, ${o.connectionId}, ${o.externalId}, ${o.channel}, ${o.customerId}, ${o.partId}, ${o.joinedBy},
      ${o.status}, ${o.paymentStatus}, ${o.fulfilmentStatus}, ${o.sourceStatus}, ${o.isTest}, ${o.isSale},
      ${o.currency}, ${o.linesMinor}, ${o.discountMinor}, ${o.shippingMinor}, ${o.feeMinor}, ${o.taxMinor},
      ${o.totalMinor}, ${o.differenceMinor}, ${o.refundedMinor}, ${o.taxesIncluded}, ${o.itemsCount},
      ${o.placedAt}, ${o.paidAt}, ${o.completedAt}, ${o.cancelledAt}, ${o.name}, ${o.email}, ${o.phone},
      ${o.phoneText}, ${o.billing && json(o.billing)}, ${o.shipping && json(o.shipping)}, ${o.paymentMethod},
      ${o.discountCodes}, ${o.note}, ${o.sourceNote}, ${o.sourceUpdatedAt}, ${o.sourceTie}, ${o.deletedAt},
      ${o.erasedAt}, ${ownerId}, ${json(custom ?? {})}, ${at}, ${at})
    on conflict (id) do update
      set
      number = excluded.number, channel = excluded.channel, customer_id = excluded.customer_id,
      part_id = excluded.part_id, joined_by = excluded.joined_by, status = excluded.status, payment_status = excluded.payment_status,
      fulfilment_status = excluded.fulfilment_status, source_status = excluded.source_status,
      is_test = excluded.is_test, is_sale = excluded.is_sale, currency = excluded.currency,
      lines_minor = excluded.lines_minor, discount_minor = excluded.discount_minor,
      shipping_minor = excluded.shipping_minor, fee_minor = excluded.fee_minor,
      tax_minor = excluded.tax_minor, total_minor = excluded.total_minor,
      difference_minor = excluded.difference_minor, refunded_minor = excluded.refunded_minor,
      taxes_included = excluded.taxes_included, items_count = excluded.items_count,
      placed_at = excluded.placed_at, paid_at = excluded.paid_at, completed_at = excluded.completed_at,
      cancelled_at = excluded.cancelled_at, name = excluded.name, email = excluded.email,
      phone = excluded.phone, phone_text = excluded.phone_text, billing = excluded.billing,
      shipping = excluded.shipping, payment_method = excluded.payment_method,
      discount_codes = excluded.discount_codes, note = excluded.note, source_note = excluded.source_note,
      source_updated_at = excluded.source_updated_at, source_tie = excluded.source_tie,
      deleted_at = excluded.deleted_at, erased_at = excluded.erased_at, updated_at = excluded.updated_at,
      version = orders.version + 1 ${custom === undefined ? empty : sql`, custom = excluded.custom`})`;

const dropLines = (id: OrderId, kept: number): Sql => sql`
  drop_lines as (delete from order_lines where order_id = ${id} and position > ${kept})`;

const dropCharges = (id: OrderId, kept: number): Sql => sql`
  drop_charges as (delete from order_charges where order_id = ${id} and position > ${kept})`;

/** Lines find their product by the store's ids, where it has been told. What a person chose is known already. */
const putLines = (
  order: { readonly id: OrderId; readonly connectionId: string | null },
  lines: readonly object[],
): Sql => sql`
  put_lines as (
    insert into order_lines (
      order_id, position, external_id, title, variant_title, sku, product_id, variant_id,
      external_product_id, external_variant_id, quantity, current_quantity, unit_price_minor,
      discount_minor, shared_discount_minor, tax_minor, net_minor, is_gift_card)
    select ${order.id}, l.position, l."externalId", l.title, l."variantTitle", l.sku,
           coalesce(l."productId", p.id),
           coalesce(l."variantId", (
             select v.id from variants v
              where v.product_id = p.id and v.external_id is not distinct from l."externalVariantId" limit 1)),
           l."externalProductId", l."externalVariantId", l.quantity, l."currentQuantity",
           l."unitPriceMinor", l."discountMinor", l."sharedDiscountMinor", l."taxMinor", l."netMinor",
           l."isGiftCard"
      from json_to_recordset(${json(lines.map((line, i) => ({ ...line, position: i + 1 })))}) as l(
             position int, "externalId" text, title text, "variantTitle" text, sku text, "productId" uuid,
             "variantId" uuid, "externalProductId" text, "externalVariantId" text, quantity numeric,
             "currentQuantity" numeric, "unitPriceMinor" bigint, "discountMinor" bigint,
             "sharedDiscountMinor" bigint, "taxMinor" bigint, "netMinor" bigint, "isGiftCard" boolean)
      -- The limit keeps it a look-up for each line, whatever the planner thinks of the size of the catalogue.
      left join lateral (
             select id from products
              where connection_id = ${order.connectionId} and external_id = l."externalProductId" limit 1) as p on true
    on conflict (order_id, position) do update
      set
      external_id = excluded.external_id, title = excluded.title, variant_title = excluded.variant_title,
      sku = excluded.sku, product_id = excluded.product_id, variant_id = excluded.variant_id,
      external_product_id = excluded.external_product_id, external_variant_id = excluded.external_variant_id,
      quantity = excluded.quantity, current_quantity = excluded.current_quantity,
      unit_price_minor = excluded.unit_price_minor, discount_minor = excluded.discount_minor,
      shared_discount_minor = excluded.shared_discount_minor, tax_minor = excluded.tax_minor,
      net_minor = excluded.net_minor, is_gift_card = excluded.is_gift_card)`;

const putCharges = (id: OrderId, charges: readonly StoreOrderCharge[]): Sql => sql`
  put_charges as (
    insert into order_charges (order_id, position, kind, title, amount_minor, tax_minor, rate_ppm)
    select ${id}, c.position, c.kind, c.title, c."amountMinor", c."taxMinor", c."ratePpm"
      from json_to_recordset(${json(charges.map((charge, i) => ({ ...charge, position: i + 1 })))}) as c(
             position int, kind text, title text, "amountMinor" bigint, "taxMinor" bigint, "ratePpm" int)
    on conflict (order_id, position) do update
      set
      kind = excluded.kind, title = excluded.title, amount_minor = excluded.amount_minor,
      tax_minor = excluded.tax_minor, rate_ppm = excluded.rate_ppm)`;

/** A later telling of the same: only the store's clock moves, and maybe which part of a merged customer it is of. */
export const markSourceClock = (
  db: Db,
  order: Pick<OrderState, "sourceUpdatedAt" | "sourceTie" | "partId"> & { readonly id: OrderId },
): Promise<number> =>
  db.run(sql`
    update orders
       set source_updated_at = ${order.sourceUpdatedAt}, source_tie = ${order.sourceTie}, part_id = ${order.partId}
     where id = ${order.id}`);

/** The latest of the deletions told. */
export const insertOrderDeletion = (db: Db, key: StoreKey, at: Date): Promise<number> =>
  db.run(sql`
    insert into order_deletions as known (connection_id, external_id, deleted_at)
    values (${key.connectionId}, ${key.externalId}, ${at})
    on conflict (connection_id, external_id) do update
       set deleted_at = excluded.deleted_at, overruled_at = null
     where excluded.deleted_at > known.deleted_at`);

/** Whoever adds up a customer's orders holds the customer first, so that two orders at once are both counted. */
export const lockCustomers = (db: Db, ids: readonly CustomerId[]): Promise<number> =>
  db.run(sql`select from customers where id = any(${ids}) order by id for no key update`);

export const selectCustomerSums = (
  db: Db,
  customerId: CustomerId,
  currency: string,
): Promise<RollUps> =>
  db.one(
    sql`
    select ${sumsIn(currency)} from orders where customer_id = ${customerId} and deleted_at is null`,
    "crm.customer",
  );

/** Whose lines a product just told may be that of: held, before they are given it. */
export const lockOrdersToLink = (
  db: Db,
  connectionId: string,
  productExternalId: string,
): Promise<{ id: OrderId }[]> =>
  db.rows(sql`
    select o.id from orders o
     where o.connection_id = ${connectionId} and exists (
             select from order_lines w
              where w.order_id = o.id and w.external_product_id = ${productExternalId}
                and (w.product_id is null or w.variant_id is null))
     order by o.id for no key update`);

/** Lines of a product that has just been told, or whose variants have. */
export const markLinesLinked = (
  db: Db,
  connectionId: string,
  productExternalId: string,
): Promise<{ orderId: OrderId; productId: string | null }[]> =>
  db.rows(sql`
    update order_lines l
       set product_id = known.product_id, variant_id = known.variant_id
      from (select w.order_id, w.position, p.id as product_id, (
                     select v.id from variants v
                      where v.product_id = p.id
                        and v.external_id is not distinct from w.external_variant_id limit 1) as variant_id
              from order_lines w
              join orders o on o.id = w.order_id and o.connection_id = ${connectionId}
              join products p on p.connection_id = ${connectionId} and p.external_id = ${productExternalId}
             where w.external_product_id = ${productExternalId}
               and (w.product_id is null or w.variant_id is null)) as known
     where l.order_id = known.order_id and l.position = known.position
       and (l.product_id, l.variant_id) is distinct from (known.product_id, known.variant_id)
    returning l.order_id, l.product_id`);

/** As a part they stay told apart from what was the other's already. */
export const markOrdersMoved = (db: Db, { from, into, isPart = false }: Merged): Promise<number> =>
  db.run(sql`
    update orders
       set customer_id = ${into}, version = version + 1,
           part_id = case when ${isPart} then coalesce(part_id, ${from}) end
     where customer_id = ${from}`);

export const markOrdersRecast = (db: Db, { customerId, parts, into }: Recast): Promise<number> =>
  db.run(sql`
    update orders set part_id = ${into}::uuid where customer_id = ${customerId} and part_id = any(${parts})`);

/** These parts go their own way, and what is theirs with them. */
export const markOrdersReleased = (
  db: Db,
  { from, parts, into }: Released,
): Promise<{ id: OrderId }[]> =>
  db.rows(sql`
    update orders set customer_id = ${into}, part_id = nullif(part_id, ${into}), version = version + 1
     where customer_id = ${from} and part_id = any(${parts}) returning id`);

export const selectRefundsOf = (db: Db, ids: readonly OrderId[]): Promise<{ id: string }[]> =>
  db.rows(sql`select id from refunds where order_id = any(${ids})`);

export const lockOrdersByPhone = (db: Db, phones: readonly string[]): Promise<KeptOrder[]> =>
  db.rows(sql`
    select ${orderColumns} from orders o
     where o.joined_by = 'phone' and o.phone = any(${phones}) order by o.id for update`);

export const markOrderCustomer = (
  db: Db,
  id: OrderId,
  customerId: CustomerId | null,
): Promise<number> =>
  db.run(sql`
    update orders set customer_id = ${customerId}, part_id = null, version = version + 1 where id = ${id}`);

/** Never twice, and not without gaps: a locked counter would let one order through at a time, its commit included. */
export const takeOrderNumber = (db: Db): Promise<number> =>
  db
    .one<{ taken: number }>(sql`select nextval('order_numbers')::int as taken`, "sales.order")
    .then(({ taken }) => taken);

/** The alias under which an order's lines are read, one after the other, with its currency. */
export const LINE = sql`l`;
export const linesInOrder = (of: Sql): Sql =>
  sql`(select *, ${of}.currency from order_lines where order_id = ${of}.id order by position) as l`;

/** Placed since the first of this month, as its company counts days; what lies in the trash is not counted. */
export const selectPlacedInMonth = (
  db: Db,
  { month, zone }: { month: string; zone: string },
): Promise<{ count: number }> =>
  db.one(
    sql`
      select count(*)::int as count from orders
       where deleted_at is null and placed_at >= ${month}::date::timestamp at time zone ${zone}`,
    "sales.order",
  );
