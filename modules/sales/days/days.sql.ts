import type { Day } from "#kernel/day.ts";
import type { Db } from "#platform/db/db.ts";
import { type Sql, sql } from "#platform/db/sql.ts";

export type Horizon = { readonly zone: string; readonly untilOn: Day | null };

/** Everything after it is read as it stood when it began: the touches taken away are those whose sales were added up. */
export const holdStill = (db: Db): Promise<number> =>
  db.run(sql`set transaction isolation level repeatable read`);

export const lockHorizon = (db: Db): Promise<Horizon> =>
  db.one(sql`select zone, until_on from day_horizon for update`, "sales.day");

export const markHorizon = (db: Db, zone: string, untilOn: Day | null): Promise<number> =>
  db.run(sql`update day_horizon set zone = ${zone}, until_on = ${untilOn}`);

/** The first day from a day on (null: ever) on which anything was sold or given back. */
export const selectNextDay = async (db: Db, zone: string, from: Day | null): Promise<Day | null> =>
  (
    await db.one<{ day: Day | null }>(
      sql`
      select (least(
                (select min(placed_at) from orders where deleted_at is null and ${isSince(sql`placed_at`, from, zone)}),
                (select min(refunded_at) from refunds where ${isSince(sql`refunded_at`, from, zone)}))
              at time zone ${zone})::date as day`,
      "sales.day",
    )
  ).day;

const isSince = (moment: Sql, from: Day | null, zone: string): Sql =>
  from === null ? sql`true` : sql`${moment} >= ${startOf(from, zone)}`;

export const selectTouchedDays = async (
  db: Db,
  zone: string,
  before: Day,
  limit: number,
): Promise<Day[]> =>
  (
    await db.rows<{ day: Day }>(sql`
    select distinct (at at time zone ${zone})::date as day
      from day_touches where at < ${startOf(before, zone)} order by day limit ${limit}`)
  ).map(({ day }) => day);

export const deleteAllDays = async (db: Db): Promise<void> => {
  await db.run(sql`delete from day_sums`);
  await db.run(sql`delete from day_products`);
};

/** Adds these days up anew. */
export async function writeDays(db: Db, zone: string, days: readonly Day[]): Promise<void> {
  await db.run(sql`delete from day_sums where sold_on = any(${days}::date[])`);
  await db.run(sql`delete from day_products where sold_on = any(${days}::date[])`);
  await db.run(sql`
    insert into day_sums (sold_on, currency, connection_id, is_sale, orders_count, total_minor, net_minor, refunds_minor)
    select day, live.* from unnest(${days}::date[]) as day, lateral (${sumsBetween(...boundsOf(zone))}) as live`);
  await db.run(sql`
    insert into day_products (sold_on, currency, connection_id, product_id, title, sold_count, net_minor)
    select day, live.* from unnest(${days}::date[]) as day, lateral (${productsBetween(...boundsOf(zone))}) as live`);
}

/** Those of days that have just been added up, and those of days that are read from their orders anyway. */
export const deleteTouches = (
  db: Db,
  zone: string,
  days: readonly Day[],
  untilOn: Day,
): Promise<number> =>
  db.run(sql`
    delete from day_touches
     where at >= ${startOf(untilOn, zone)} or (at at time zone ${zone})::date = any(${days}::date[])`);

export type Days = { readonly from: Day; readonly to: Day };

/** A day of the period that is read from its orders: beyond the horizon, or touched since it was added up. */
const openDays = ({ from, to }: Days, zone: string): Sql => sql`
  select day::date as day
    from generate_series(greatest(${from}::date, ${horizon(zone)})::timestamp, ${to}::date::timestamp, interval '1 day') as day
   union
  select (at at time zone ${zone})::date from day_touches
   where at >= ${startOf(from, zone)} and at < ${endOf(to, zone)}`;

const horizon = (zone: string): Sql => sql`(select until_on from day_horizon where zone = ${zone})`;

/** Each day's sums by currency, store and whether they are sales: as rolled up, or as its orders say now. */
export const sumsOfDays = (period: Days, zone: string): Sql => sql`
  with open as materialized (${openDays(period, zone)})
  select sold_on, currency, connection_id, is_sale, orders_count, total_minor, net_minor, refunds_minor
    from day_sums where ${isRolled(period, zone)}
   union all
  select day, live.* from open, lateral (${sumsBetween(...boundsOf(zone))}) as live`;

/** What was sold of each product in a period, in some rows each. */
export const productsOfDays = (period: Days, zone: string): Sql => sql`
  with open as materialized (${openDays(period, zone)})
  select currency, connection_id, product_id, title, sold_count, net_minor
    from day_products where ${isRolled(period, zone)}
   union all
  select live.* from open, lateral (${productsBetween(...boundsOf(zone))}) as live`;

const isRolled = ({ from, to }: Days, zone: string): Sql => sql`
  sold_on between ${from}::date and ${to}::date and sold_on < ${horizon(zone)}
  and sold_on not in (select day from open)`;

/** The sums of all days there are. */
export const sumsOfAllDays = (zone: string): Sql => sql`
  with touched as materialized (
    select distinct (at at time zone ${zone})::date as day from day_touches
     where at < ${horizon(zone)}::timestamp at time zone ${zone})
  select currency, connection_id, is_sale, orders_count, total_minor, net_minor
    from day_sums where sold_on < ${horizon(zone)} and sold_on not in (select day from touched)
   union all
  select currency, connection_id, is_sale, orders_count, total_minor, net_minor
    from touched, lateral (${ordersBetween(...boundsOf(zone))}) as live
   union all
  select currency, connection_id, is_sale, orders_count, total_minor, net_minor
    from (${ordersBetween(
      sql`coalesce(${horizon(zone)}::timestamp at time zone ${zone}, '-infinity')`,
      sql`'infinity'::timestamptz`,
    )}) as ahead`;

const sumsBetween = (start: Sql, end: Sql): Sql => sql`
  select currency, connection_id, is_sale, orders_count, total_minor, net_minor, 0::bigint as refunds_minor
    from (${ordersBetween(start, end)}) as placed
   union all
  select o.currency, o.connection_id, true, 0, 0, 0, sum(r.amount_minor)::bigint
    from refunds r join orders o on o.id = r.order_id
   where o.is_sale and o.deleted_at is null and r.currency = o.currency
     and r.refunded_at >= ${start} and r.refunded_at < ${end}
   group by o.currency, o.connection_id`;

const ordersBetween = (start: Sql, end: Sql): Sql => sql`
  select o.currency, o.connection_id, o.is_sale, count(*)::int as orders_count,
         sum(o.total_minor)::bigint as total_minor, sum(o.net_minor)::bigint as net_minor
    from orders o
   where o.deleted_at is null and o.placed_at >= ${start} and o.placed_at < ${end}
   group by o.currency, o.connection_id, o.is_sale`;

/**
 * By what is left of the lines after discounts and returned pieces. Only the few that were changed after the sale are
 * divided: exact division is slow.
 */
const productsBetween = (start: Sql, end: Sql): Sql => sql`
  select o.currency, o.connection_id, l.product_id,
         case when l.product_id is null then l.title else '' end as title,
         sum(l.current_quantity) as sold_count,
         (sum(l.net_minor) + coalesce(
            sum(round(l.net_minor * l.current_quantity / l.quantity) - l.net_minor)
              filter (where l.quantity <> l.current_quantity and l.quantity <> 0), 0))::bigint as net_minor
    from orders o join order_lines l on l.order_id = o.id
   where o.is_sale and o.deleted_at is null and not l.is_gift_card
     and o.placed_at >= ${start} and o.placed_at < ${end}
   group by 1, 2, 3, 4`;

/** Of the row's `day`. */
const boundsOf = (zone: string): [start: Sql, end: Sql] => [
  sql`day::timestamp at time zone ${zone}`,
  sql`(day + 1)::timestamp at time zone ${zone}`,
];

const startOf = (day: Day, zone: string): Sql =>
  sql`(${day}::date)::timestamp at time zone ${zone}`;
const endOf = (day: Day, zone: string): Sql =>
  sql`(${day}::date + 1)::timestamp at time zone ${zone}`;
