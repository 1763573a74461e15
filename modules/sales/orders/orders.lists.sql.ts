import {
  furtherOf,
  LOOK_THROUGH,
  type Part,
  type Shown,
  type Values,
} from "#modules/records/records.public.ts";
import { readCursor } from "#platform/db/cursor.ts";
import type { Db } from "#platform/db/db.ts";
import { numberWithin, searchForm } from "#platform/db/search.ts";
import { empty, join, likeText, plannedEachTime, type Sql, sql, when } from "#platform/db/sql.ts";
import { type Eyes, ownedBy } from "#platform/permissions/reach.ts";
import { sumsOfAllDays } from "../days/days.ts";
import type { ORDER_SORTS, OrderFilter, OrderRow } from "./orders.contract.ts";
import { searchOf } from "./search.rules.ts";

type Sort = (typeof ORDER_SORTS)[number];

const KEYS: Record<Sort, { order: Sql; after: (value: unknown, id: unknown) => Sql }> = {
  "-placed": {
    order: sql`o.placed_at desc, o.id desc`,
    after: (value, id) => sql`(o.placed_at, o.id) < (${value}::timestamptz, ${id}::uuid)`,
  },
  placed: {
    order: sql`o.placed_at, o.id`,
    after: (value, id) => sql`(o.placed_at, o.id) > (${value}::timestamptz, ${id}::uuid)`,
  },
  "-total": {
    order: sql`o.total_minor desc, o.id desc`,
    after: (value, id) => sql`(o.total_minor, o.id) < (${value}::bigint, ${id}::uuid)`,
  },
  total: {
    order: sql`o.total_minor, o.id`,
    after: (value, id) => sql`(o.total_minor, o.id) > (${value}::bigint, ${id}::uuid)`,
  },
};

export const keyOf = (sort: Sort, row: OrderRow): readonly (number | string | Date)[] => [
  sort.endsWith("placed") ? row.placedAt : row.totalMinor,
  row.id,
];

/** The alias orders are read under. */
export const ORDER = sql`o`;

/** What the catalogue of fields adds: conditions, and columns to read with each row. */
export type Told = { readonly parts: readonly Part[]; readonly shown: Shown };
type Listed = OrderRow & { readonly shown?: Values };
type Asked = OrderFilter & { sort: Sort; after?: string | undefined; limit: number };

/**
 * The page is cut first, from the index alone where it carries what is asked; then its rows are read. A filter over any
 * field may leave few that lie far apart: after so many looked through in order, it is answered first.
 */
export async function selectOrders(
  db: Db,
  filter: Asked,
  zone: string,
  eyes: Eyes,
  { parts, shown }: Told,
): Promise<Listed[]> {
  const key = KEYS[filter.sort];
  const [value, id] = filter.after === undefined ? [] : readCursor(filter.after, 2);
  const { search, ...listed } = filter;
  const walked = sql`
    ${whereOf(listed, zone, eyes)} ${when(filter.after, sql`and ${key.after(value, id)}`)}`;
  const order = sql`order by ${key.order}`;
  const limit = filter.limit + 1;
  const on = filter.sort.replace("-", "");
  const ofOrder = allOf(parts.filter((part) => part.on === on));
  // How many are called so the planner can only guess: it would walk through all of them for a few.
  const words = when(search, sql`and (${searched(search ?? "", eyes)})`);
  const others = sql`${allOf(parts.filter((part) => part.on !== on))} ${words}`;
  const read = (page: Sql) => db.rows<Listed>(pageSql(page, key.order, eyes, shown));

  if (!search && parts.every((part) => part.on === on))
    return read(sql`select o.id from orders o where ${walked} ${ofOrder} ${order} limit ${limit}`);
  const inOrder = (look: number) =>
    read(sql`
      select o.id from (select o.* from orders o where ${walked} ${ofOrder} ${order} limit ${look}) as o
       where true ${others} ${order} limit ${limit}`);
  const near = await inOrder(LOOK_THROUGH);
  if (near.length === limit) return near;
  const further = furtherOf(near.length, filter.limit);
  const far = further === null ? [] : await inOrder(further);
  if (far.length === limit) return far;
  // "offset 0" keeps the order out of the inner plan: it finds, the outer one sorts.
  return read(sql`
    select o.id from (select o.id, o.placed_at, o.total_minor from orders o
                       where ${walked} ${ofOrder} ${others} offset 0) as o
     ${order} limit ${limit}`);
}

const allOf = (parts: readonly Part[]): Sql =>
  join(
    parts.map((part) => sql` and ${part.sql}`),
    empty,
  );

const pageSql = (page: Sql, order: Sql, eyes: Eyes, shown: Shown): Sql =>
  plannedEachTime(sql`
    select o.id, o.number, k.name as connection, o.channel, o.customer_id, ${customerName(eyes)} as customer_name,
           o.status, o.payment_status, o.fulfilment_status, o.is_test, o.is_sale, o.currency,
           o.total_minor, o.refunded_minor, o.net_minor, o.items_count, o.placed_at, o.tags, o.custom,
           o.erased_at is not null as is_erased${shown.column(ORDER)}
      from (${page}) as page
      join orders o on o.id = page.id
      left join connections k on k.id = o.connection_id
      left join customers c on c.id = o.customer_id
     order by ${order}`);

/** What people call the buyer: the customer's name as it is now, else what the order says. */
export const customerName = ({ seesContact }: Pick<Eyes, "seesContact">): Sql =>
  seesContact
    ? sql`coalesce(nullif(c.name, ''), nullif(o.name, ''), o.email, o.phone, o.phone_text, '')`
    : sql`coalesce(nullif(c.name, ''), o.name)`;

/** Those that a filter leaves. */
export const listedSql = (filter: OrderFilter, zone: string, eyes: Eyes): Sql =>
  sql`select o.id from orders o where ${whereOf(filter, zone, eyes)}`;

/** The same, up to a limit. */
export const idsSql = (
  filter: OrderFilter,
  zone: string,
  eyes: Eyes,
  parts: readonly Part[],
  limit: number,
): Sql => plannedEachTime(sql`${listedSql(filter, zone, eyes)} ${allOf(parts)} limit ${limit}`);

type CountRow = {
  readonly currency: string;
  readonly isSale: boolean;
  readonly count: number;
  readonly totalMinor: number;
  readonly netMinor: number;
};

export const countOrders = (
  db: Db,
  filter: OrderFilter,
  zone: string,
  eyes: Eyes,
  parts: readonly Part[],
): Promise<CountRow[]> =>
  db.rows(
    plannedEachTime(
      eyes.owners === null && parts.length === 0 && isOfDays(filter)
        ? countDays(filter, zone)
        : countEach(filter, zone, eyes, parts),
    ),
  );

/** Whether the sums of days can tell, which are a thousandth of the orders: they know currency, store and what is a sale. */
const isOfDays = ({ currency, connectionId, isSale, ...others }: OrderFilter): boolean =>
  Object.values(others).every((value) => value === undefined);

const countDays = (f: OrderFilter, zone: string): Sql => sql`
  select currency, is_sale, sum(orders_count)::int as count, sum(total_minor)::bigint as total_minor,
         sum(net_minor)::bigint as net_minor
    from (${sumsOfAllDays(zone)}) as days
   where true
     ${when(f.connectionId, sql`and connection_id = ${f.connectionId}`)}
     ${when(f.currency, sql`and currency = ${f.currency}`)}
     ${when(f.isSale !== undefined, sql`and is_sale = ${f.isSale}`)}
   group by currency, is_sale`;

const countEach = (
  filter: OrderFilter,
  zone: string,
  eyes: Eyes,
  parts: readonly Part[],
): Sql => sql`
  select o.currency, o.is_sale, count(*) as count, sum(o.total_minor)::bigint as total_minor,
         sum(o.net_minor)::bigint as net_minor
    from orders o
   where ${whereOf(filter, zone, eyes)} ${allOf(parts)}
   group by o.currency, o.is_sale`;

export const countAllOrders = (db: Db, zone: string, eyes: Eyes): Promise<{ count: number }> =>
  db.one(
    plannedEachTime(
      eyes.owners === null
        ? sql`select coalesce(sum(orders_count), 0)::int as count from (${sumsOfAllDays(zone)}) as days`
        : sql`select count(*)::int as count from orders o where o.deleted_at is null ${amongOwners(eyes)}`,
    ),
    "sales.order",
  );

/** Of those whose orders are seen. */
export const amongOwners = ({ owners }: Pick<Eyes, "owners">, of: Sql = sql`o`): Sql =>
  owners === null ? empty : sql`and ${of}.owner_id = any(${owners}::uuid[])`;

function whereOf(f: OrderFilter, zone: string, eyes: Eyes): Sql {
  const from = (day: string | undefined) => sql`(${day}::date)::timestamp at time zone ${zone}`;
  const upTo = (day: string | undefined) => sql`(${day}::date + 1)::timestamp at time zone ${zone}`;
  return sql`
    o.deleted_at is null ${amongOwners(eyes)}
    ${when(f.search, sql`and (${searched(f.search ?? "", eyes)})`)}
    ${when(f.status, sql`and o.status = ${f.status}`)}
    ${when(f.paymentStatus, sql`and o.payment_status = ${f.paymentStatus}`)}
    ${when(f.fulfilmentStatus, sql`and o.fulfilment_status = ${f.fulfilmentStatus}`)}
    ${when(f.placedFrom, sql`and o.placed_at >= ${from(f.placedFrom)}`)}
    ${when(f.placedTo, sql`and o.placed_at < ${upTo(f.placedTo)}`)}
    ${when(
      f.refundedFrom ?? f.refundedTo,
      sql`and o.id in (
            select r.order_id from refunds r
             where r.order_id is not null
               ${when(f.refundedFrom, sql`and r.refunded_at >= ${from(f.refundedFrom)}`)}
               ${when(f.refundedTo, sql`and r.refunded_at < ${upTo(f.refundedTo)}`)})`,
    )}
    ${when(f.connectionId, sql`and o.connection_id = ${f.connectionId}`)}
    ${when(f.customerId, sql`and o.customer_id = ${f.customerId}`)}
    ${when(
      f.productId,
      sql`and o.id in (select l.order_id from order_lines l where l.product_id = ${f.productId})`,
    )}
    ${when(f.currency, sql`and o.currency = ${f.currency}`)}
    ${when(f.channel, sql`and o.channel = ${f.channel}`)}
    ${when(f.isSale !== undefined, sql`and o.is_sale = ${f.isSale}`)}
    ${when(f.owner, sql`and ${ownedBy(f.owner ?? "mine", eyes, sql`o.owner_id`)}`)}
    ${when(f.totalMin !== undefined, sql`and o.total_minor >= ${f.totalMin}`)}
    ${when(f.totalMax !== undefined, sql`and o.total_minor <= ${f.totalMax}`)}`;
}

/** The index looks for the words; what it finds must have the whole as well, which the index is spared. */
const searched = (search: string, { seesContact }: Eyes): Sql => {
  const { words, phone, whole } = searchOf(search);
  const like = (text: string) => `%${likeText(searchForm(text))}%`;
  // A letter beyond ASCII is spelt so long that the index finds it inside words too.
  const inside = /[^\x20-\x7e]/.test(words) ? words.trimStart() : words;
  // What is found by how people are reached is left out for who does not see it: the index finds, the words decide.
  if (!seesContact) {
    const plain = like(whole ?? inside);
    return sql`o.search_text like ${plain} and search_form(o.number || ' ' || o.name) like ${plain}`;
  }
  const number = numberWithin(inside.trim());
  const all = whole ?? (number === null ? null : inside);
  return sql`
    o.search_text like ${like(number ?? inside)}
    ${when(all, sql`and o.search_text || '' like ${like(all ?? "")}`)}
    ${when(phone, sql`or o.search_text like ${like(phone ?? "")}`)}`;
};
