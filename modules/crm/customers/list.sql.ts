import {
  furtherOf,
  LOOK_THROUGH,
  type Part,
  type Shown,
  type Values,
} from "#modules/records/records.public.ts";
import { cursorOf, readCursor } from "#platform/db/cursor.ts";
import type { Db } from "#platform/db/db.ts";
import { empty, plannedEachTime, type Sql, sql } from "#platform/db/sql.ts";
import type { CUSTOMER_SORTS, CustomerFilter, ListedCustomer } from "./customers.contract.ts";
import {
  allOf,
  archivedSql,
  conditionsOf,
  LAST_ORDER,
  type Place,
  type SortName,
} from "./filter.sql.ts";

/** What each order goes by, as its index has it. */
const SORT_KEYS: Readonly<Record<SortName, { readonly key: Sql; readonly type: Sql }>> = {
  lastOrder: { key: LAST_ORDER, type: sql`::timestamptz` },
  name: { key: sql`sort_name`, type: sql`::text` },
  spent: { key: sql`spent_minor`, type: sql`::bigint` },
  orders: { key: sql`orders_count`, type: sql`::int` },
  created: { key: sql`created_at`, type: sql`::timestamptz` },
};

/** The nameless are ordered by how they are reached, unless that is not seen. */
const sortKeyOf = (name: SortName, { seesContact }: Place): (typeof SORT_KEYS)[SortName] =>
  name === "name" && !seesContact ? { key: sql`lower(name)`, type: sql`::text` } : SORT_KEYS[name];

const columns = sql`
  id, name, email, phone, organisation, city, country, tags, email_consent, phone_consent, orders_count,
  spent_minor, first_order_at, last_order_at, created_at, custom`;

export type ListOf = CustomerFilter & {
  readonly sort: (typeof CUSTOMER_SORTS)[number] | `${"" | "-"}custom.${string}`;
  readonly after?: string | undefined;
  readonly limit: number;
};
type Row = ListedCustomer & { readonly sortKey: string; readonly shown?: Values };

/** What the catalogue of fields adds: conditions, and columns to read with each row. */
export type Told = {
  readonly parts: readonly Part[];
  readonly shown?: Shown;
  /** Of a list that goes by a field of the company's own. */
  readonly order?: Order | undefined;
};
type Order = { readonly key: Sql; readonly type: Sql };
export const TABLE = sql`customers`;

/** A page of the list: rows, and the cursor after them. */
export async function selectCustomers(
  db: Db,
  asked: ListOf,
  place: Place,
  told: Told,
): Promise<{ rows: ListedCustomer[]; next: string | null }> {
  const { inOrder, filterFirst } = pageSql(asked, place, told);
  let rows = await db.rows<Row>(inOrder === null ? filterFirst : inOrder(LOOK_THROUGH));
  if (inOrder !== null && filterFirst !== null && rows.length <= asked.limit) {
    const further = furtherOf(rows.length, asked.limit);
    if (further !== null) rows = await db.rows<Row>(inOrder(further));
    if (rows.length <= asked.limit) rows = await db.rows<Row>(filterFirst);
  }

  const shown = rows.slice(0, asked.limit);
  const last = rows.length > asked.limit ? shown.at(-1) : undefined;
  return {
    rows: shown.map((row) => ({ ...row, ...told.shown?.valuesOf(row) })),
    next: last === undefined ? null : cursorOf([asked.sort, last.sortKey, last.id]),
  };
}

/** Null where it would not be worth its while. */
type Page =
  | { readonly inOrder: (look: number) => Sql; readonly filterFirst: Sql | null }
  | { readonly inOrder: null; readonly filterFirst: Sql };

/**
 * Two ways to a page. A filter that leaves many rows is met soon on a walk in the list's order; one that leaves few is
 * answered by its own index, and the few put in order. How many it leaves is seen on the first steps of the walk, where
 * the planner could only guess. What is worked out of all records whatever is looked through is worked out once.
 */
export function pageSql(asked: ListOf, place: Place, told: Told): Page {
  const isDescending = asked.sort.startsWith("-");
  const name = asked.sort.replace("-", "") as SortName;
  const { key, type } = told.order ?? sortKeyOf(name, place);
  const direction = isDescending ? sql`desc` : sql`asc`;
  const conditions = [...conditionsOf(asked, place), ...told.parts];
  const ofOrder = conditions.filter(({ on }) => on === name);
  const others = conditions.filter(({ on }) => on !== name);
  const walked = sql`${archivedSql(asked, place)} ${allOf(ofOrder)} ${afterSql(asked, key, type, isDescending)}`;
  // The key as text: a Date would lose what is finer than a millisecond, and has no -infinity.
  const shown = sql`${columns}, ${key}::text as sort_key${told.shown?.column(TABLE) ?? empty}`;
  const order = sql`order by ${key} ${direction}, id ${direction}`;
  const limit = asked.limit + 1;
  if (others.length === 0)
    return {
      inOrder: () =>
        plannedEachTime(
          sql`select ${shown} from customers where ${walked} ${order} limit ${limit}`,
        ),
      filterFirst: null,
    };
  // "offset 0" keeps the order out of the inner plan: it finds, the outer one sorts.
  const filterFirst = plannedEachTime(sql`
      select ${shown}
        from (select id from (select id, ${key} as key from customers
                               where ${walked} ${allOf(others)} offset 0) as found
               order by key ${direction}, id ${direction} limit ${limit}) as page
        join customers using (id)
       ${order}`);
  if (told.parts.some(({ isWhole }) => isWhole === true)) return { inOrder: null, filterFirst };
  // Where the key is worked out, only a column of it tells that the walk is in order: else all of it is read and sorted.
  return {
    inOrder: (look) =>
      plannedEachTime(sql`
        select ${shown}
          from (select *, ${key} as walked_by from customers where ${walked} ${order} limit ${look}) as customers
         where true ${allOf(others)} order by walked_by ${direction}, id ${direction} limit ${limit}`),
    filterFirst,
  };
}

function afterSql(asked: ListOf, sortKey: Sql, type: Sql, isDescending: boolean): Sql {
  if (asked.after === undefined) return empty;
  const [sort, key, id] = readCursor(asked.after, 3);
  // A cursor of another order leads nowhere: begin anew.
  if (sort !== asked.sort) return empty;
  const beyond = isDescending ? sql`<` : sql`>`;
  return sql`and (${sortKey}, id) ${beyond} (${key}${type}, ${id}::uuid)`;
}

export type Counted = { readonly count: number; readonly spentMinor: number };

export const selectCount = (
  db: Db,
  filter: CustomerFilter,
  place: Place,
  { parts }: Told,
): Promise<Counted> =>
  db.one(
    plannedEachTime(sql`
    select count(*)::int as count, coalesce(sum(spent_minor), 0)::bigint as spent_minor
      from customers
     where ${archivedSql(filter, place)} ${allOf([...conditionsOf(filter, place), ...parts])}`),
    "crm.customer",
  );

export const isFiltered = (filter: CustomerFilter, place: Place, { parts }: Told): boolean =>
  conditionsOf(filter, place).length + parts.length > 0;

export const selectAllCount = async (
  db: Db,
  filter: Pick<CustomerFilter, "archived">,
  place: Place,
): Promise<number> => {
  const { count } = await db.one<{ count: number }>(
    plannedEachTime(
      sql`select count(*)::int as count from customers where ${archivedSql(filter, place)}`,
    ),
    "crm.customer",
  );
  return count;
};
