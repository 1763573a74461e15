import type { Day } from "#kernel/day.ts";
import type { Id } from "#kernel/ids.ts";
import { productsOfDays, sumsOfDays } from "#modules/sales/sales.public.ts";
import type { Db } from "#platform/db/db.ts";
import { empty, plannedEachTime, type Sql, sql, when } from "#platform/db/sql.ts";
import type { DaySums, Period } from "./home.rules.ts";

/** Which sales are counted: a period of days in a zone, one currency, one store or all. */
export type Scope = {
  readonly period: Period;
  readonly zone: string;
  readonly currency: string;
  readonly connectionId: string | undefined;
};

const from = ({ period, zone }: Scope): Sql =>
  sql`(${period.from}::date)::timestamp at time zone ${zone}`;
const upTo = ({ period, zone }: Scope): Sql =>
  sql`(${period.to}::date + 1)::timestamp at time zone ${zone}`;

/** What counts, of one currency, one store or all. */
const sale = (scope: Scope): Sql => sql`
  o.is_sale and o.deleted_at is null and o.currency = ${scope.currency}
  ${when(scope.connectionId, sql`and o.connection_id = ${scope.connectionId}`)}`;

/** The orders of the period that count; the same rows as the list of orders filters. */
const sales = (scope: Scope): Sql => sql`
  ${sale(scope)} and o.placed_at >= ${from(scope)} and o.placed_at < ${upTo(scope)}`;

/** What the days of the period come to, of one currency, one store or all. */
const days = (scope: Scope): Sql => sql`
  (${sumsOfDays(scope.period, scope.zone)}) as days
  where ${ofScope(scope)}`;

const ofScope = ({ currency, connectionId }: Scope): Sql => sql`
  currency = ${currency} ${when(connectionId, sql`and connection_id = ${connectionId}`)}`;

/** Sums of each day that has any. */
export const selectDays = (db: Db, scope: Scope): Promise<DaySums[]> =>
  db.rows(
    plannedEachTime(sql`
    select * from (
      select to_char(sold_on, 'YYYY-MM-DD') as "on", sum(refunds_minor)::bigint as refunds_minor,
             coalesce(sum(total_minor) filter (where is_sale), 0)::bigint as gross_minor,
             coalesce(sum(orders_count) filter (where is_sale), 0)::int as orders_count
        from ${days(scope)} group by sold_on) as each
     where orders_count > 0 or refunds_minor <> 0
     order by "on"`),
  );

export type Buyers = { readonly newCount: number; readonly returningCount: number };

/**
 * Customers who ordered in the period: new when their first order ever that counts is in it. Read from indexes alone:
 * who ordered, who was met in the period, and the few who are archived.
 */
export const selectBuyers = (db: Db, scope: Scope): Promise<Buyers> =>
  db.one(
    plannedEachTime(sql`
    with buyers as (
      select distinct o.customer_id as id
        from orders o where ${sales(scope)} and o.customer_id is not null),
    met as (
      select id from customers
       where first_order_at >= ${from(scope)} and first_order_at < ${upTo(scope)} and archived_at is null),
    archived as (select id from customers where archived_at is not null)
    select count(met.id)::int as new_count,
           count(*) filter (where met.id is null)::int as returning_count
      from buyers left join met using (id)
     where not exists (select from archived where archived.id = buyers.id)`),
    "insights.home",
  );

/**
 * The same for all stores, told by when each customer first and last ordered: whose first or last order is in the period ordered in it,
 * and the orders of those who did so before and after, or also in another currency, are looked up. A third of the work
 * where there are many of the first and few of the others.
 */
export const selectBuyersBySpan = (db: Db, scope: Scope): Promise<Buyers> =>
  db.one(
    plannedEachTime(sql`
    select count(*) filter (where first_order_at >= ${from(scope)})::int as new_count,
           count(*) filter (where first_order_at < ${from(scope)})::int as returning_count
      from customers
     where archived_at is null and last_order_at >= ${from(scope)} and first_order_at < ${upTo(scope)}
       and case when (first_order_at >= ${from(scope)} or last_order_at < ${upTo(scope)})
                     and id not in (${foreigners(scope)}) then true
                -- The limit keeps it a look-up for each, whatever the planner thinks of how many there are.
                else (select true from orders o where o.customer_id = customers.id and ${sales(scope)} limit 1) end`),
    "insights.home",
  );

/** Each currency is a range of the index, so the others are all that is read. */
const foreigners = ({ currency }: Scope): Sql => {
  const where = (other: Sql) => sql`
    select customer_id from orders
     where is_sale and deleted_at is null and ${other} and customer_id is not null`;
  return sql`${where(sql`currency < ${currency}`)} union all ${where(sql`currency > ${currency}`)}`;
};

export type SoldProduct = {
  readonly productId: Id<"product"> | null;
  readonly title: string;
  readonly connection: string | null;
  readonly soldCount: number;
  readonly netMinor: number;
  readonly beforeNetMinor: number;
  readonly stockCount: number | null;
};

/** What sold best, by what is left of its lines after discounts and returned pieces, against the period right before. */
export const selectTopProducts = (
  db: Db,
  now: Scope,
  before: Scope,
  limit: number,
): Promise<SoldProduct[]> =>
  db.rows(
    plannedEachTime(sql`
    with sold as (${products(now)}),
    best as (
      select sold.*, p.title as product_title, p.connection_id
        from sold left join products p on p.id = sold.product_id
       order by sold.net_minor desc, coalesce(p.title, sold.title) limit ${limit}),
    sold_before as (${products(before, sql`and (product_id is null or product_id in (select product_id from best))`)})
    select best.product_id, coalesce(best.product_title, best.title) as title, k.name as connection, best.sold_count,
           best.net_minor, coalesce(sold_before.net_minor, 0) as before_net_minor,
           (select sum(v.stock_count) from variants v where v.product_id = best.product_id) as stock_count
      from best
      left join sold_before using (name)
      left join connections k on k.id = best.connection_id
     order by best.net_minor desc, title`),
  );

/** By its id, or by its title where the line led to no product. */
const products = (scope: Scope, among: Sql = empty): Sql => sql`
  select coalesce(product_id::text, title) as name, product_id, title, sum(sold_count) as sold_count,
         sum(net_minor)::bigint as net_minor
    from (${productsOfDays(scope.period, scope.zone)}) as products
   where ${ofScope(scope)} ${among}
   group by product_id, title`;

export type StoreSums = {
  readonly connectionId: Id<"connection"> | null;
  readonly name: string | null;
  readonly kind: string;
  readonly netMinor: number;
  readonly ordersCount: number;
};

export const selectStores = (db: Db, scope: Scope): Promise<StoreSums[]> =>
  db.rows(
    plannedEachTime(sql`
    select k.id as connection_id, k.name, coalesce(k.kind, 'hand') as kind,
           sum(net)::bigint as net_minor, sum(orders)::int as orders_count
      from (select connection_id, total_minor - refunds_minor as net, orders_count as orders
              from ${days(scope)} and is_sale) as sums
      left join connections k on k.id = sums.connection_id
     group by k.id, k.name, k.kind
     order by net_minor desc, k.name`),
  );

export type CurrencySums = {
  readonly currency: string;
  readonly ordersCount: number;
  readonly totalMinor: number;
};

/** In which currencies was sold, most orders first: what the figures of one leave out is named. */
export const selectCurrencies = (
  db: Db,
  { period, zone }: Pick<Scope, "period" | "zone">,
): Promise<CurrencySums[]> =>
  db.rows(
    plannedEachTime(sql`
    select currency, sum(orders_count)::int as orders_count, sum(total_minor)::bigint as total_minor
      from (${sumsOfDays(period, zone)}) as days
     where is_sale and orders_count > 0
     group by currency order by orders_count desc, currency`),
  );

export type Waiting = {
  readonly failedCount: number;
  readonly waitingCount: number;
  readonly refusalsCount: number;
  readonly unsentCount: number;
  readonly unheardCount: number;
};

export const selectWaiting = (db: Db, now: Date, zone: string, sentBy: Day): Promise<Waiting> =>
  db.one(
    sql`
    select (select count(*) from delivery_results where state = 'failed')::int as failed_count,
           (select count(*) from delivery_results
             where state = 'waiting' and received_at < ${now}::timestamptz - interval '5 minutes')::int as waiting_count,
           (select coalesce(sum(refusals_count), 0) from connection_refusals
             where hour_at >= date_trunc('day', ${now}::timestamptz at time zone ${zone}) at time zone ${zone})::int
             as refusals_count,
           (select count(*) from orders
             where deleted_at is null and status = 'open' and payment_status = 'paid'
               and fulfilment_status = 'unfulfilled'
               and placed_at < (${sentBy}::date + 1)::timestamp at time zone ${zone})::int as unsent_count,
           (select count(*) from connections
             where kind <> 'sample' and archived_at is null and not is_paused
               and first_ping_at is null)::int as unheard_count`,
    "insights.home",
  );

/** Whether anything at all is here. */
export const selectIsEmpty = async (db: Db): Promise<boolean> => {
  const { isEmpty } = await db.one<{ isEmpty: boolean }>(
    sql`
    select not (exists (select from orders) or exists (select from customers)
                or exists (select from products) or exists (select from deliveries)) as is_empty`,
    "insights.home",
  );
  return isEmpty;
};
