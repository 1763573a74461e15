import { isCondition, type Where } from "#kernel/where.ts";
import { numberWithin, searchPatterns } from "#platform/db/search.ts";
import { empty, join, type Sql, sql, when } from "#platform/db/sql.ts";
import { type Eyes, ownedBy } from "#platform/permissions/reach.ts";
import type { CUSTOMER_SORTS, CustomerFilter } from "./customers.contract.ts";
import { phoneOf } from "./phones.rules.ts";

/** Where somebody asks, and what they see. */
export type Place = Eyes & { readonly zone: string; readonly country: string };
type Sort = (typeof CUSTOMER_SORTS)[number];
export type SortName = Exclude<Sort, `-${string}`>;

/** Never ordered stands before long ago, so that one index serves both directions. */
export const LAST_ORDER = sql`coalesce(last_order_at, '-infinity'::timestamptz)`;

/** A condition, and the order whose index can tell where it holds. */
type Condition = { readonly sql: Sql; readonly on: SortName | null };

/** Who is in the trash is put aside as well, so that only those put aside have to be told apart from them. */
export const archivedSql = (
  filter: Pick<CustomerFilter, "archived">,
  { owners }: Pick<Eyes, "owners">,
): Sql => sql`
  ${filter.archived ? sql`archived_at is not null and trashed_at is null` : sql`archived_at is null`}
  ${owners === null ? empty : sql`and owner_id = any(${owners}::uuid[])`}`;

export const allOf = (conditions: readonly { readonly sql: Sql }[]): Sql =>
  join(
    conditions.map((condition) => sql` and ${condition.sql}`),
    sql``,
  );

/** Those that a filter leaves. */
export const listedSql = (filter: CustomerFilter, place: Place): Sql => sql`
  select id from customers where ${archivedSql(filter, place)} ${allOf(conditionsOf(filter, place))}`;

export function conditionsOf(f: CustomerFilter, place: Place): Condition[] {
  const begins = (day: string) => sql`(${day}::date::timestamp at time zone ${place.zone})`;
  const ends = (day: string) => sql`((${day}::date + 1)::timestamp at time zone ${place.zone})`;
  const found: Condition[] = [];
  const add = <T>(
    value: T | undefined,
    of: (value: T) => Sql,
    on: SortName | null = null,
  ): void => {
    if (value !== undefined && value !== "") found.push({ sql: of(value), on });
  };
  const patterns = patternsFor(f.search ?? "", place);
  const more = place.seesContact ? moreOf(f.search ?? "", place) : null;
  for (const pattern of patterns)
    add(pattern, (it) =>
      more === null ? searchSql(it, place) : sql`(${searchSql(it, place)} or ${more})`,
    );
  add(f.ordersMin, (count) => sql`orders_count >= ${count}::int`, "orders");
  add(f.ordersMax, (count) => sql`orders_count <= ${count}::int`, "orders");
  add(f.spentMin, (minor) => sql`spent_minor >= ${minor}::bigint`, "spent");
  add(f.spentMax, (minor) => sql`spent_minor <= ${minor}::bigint`, "spent");
  add(f.lastOrderFrom, (day) => sql`${LAST_ORDER} >= ${begins(day)}`, "lastOrder");
  add(f.lastOrderTo, (day) => sql`${LAST_ORDER} < ${ends(day)}`, "lastOrder");
  add(f.firstOrderFrom, (day) => sql`first_order_at >= ${begins(day)}`);
  add(f.firstOrderTo, (day) => sql`first_order_at < ${ends(day)}`);
  add(f.tag, (tag) => sql`tags @> array[${tag}]::text[]`);
  add(f.city, (city) => sql`lower(city) = lower(${city})`);
  add(f.country, (country) => sql`country = ${country}`);
  add(f.emailConsent, (consent) => sql`email_consent = ${consent}`);
  // Their index has them in the order of the last order.
  add(f.owner, (owner) => ownedBy(owner, place, sql`owner_id`), "lastOrder");
  add(orderedOf(f, begins, ends), (it) => it);
  return [...found, ...impliedBy(f)];
}

/** What a filter says of other fields too: without it the index of another order is walked for nothing. */
function impliedBy(f: CustomerFilter): Condition[] {
  const told = f.where === undefined ? [] : togetherIn(f.where);
  if ((f.ordersMax ?? 1) <= 0 || told.some(saysNever))
    return [
      { sql: sql`${LAST_ORDER} = '-infinity'::timestamptz`, on: "lastOrder" },
      { sql: sql`spent_minor = 0`, on: "spent" },
    ];
  const hasOrdered =
    (f.ordersMin ?? 0) > 0 ||
    [f.lastOrderTo, f.firstOrderFrom, f.firstOrderTo, orderedIn(f)].some((value) => value) ||
    told.some(saysOrdered);
  if (!hasOrdered) return [];
  return [
    { sql: sql`${LAST_ORDER} > '-infinity'::timestamptz`, on: "lastOrder" },
    { sql: sql`orders_count >= 1`, on: "orders" },
  ];
}

/** The conditions that hold all together. */
const togetherIn = (where: Where): readonly Where[] =>
  "all" in where ? where.all.flatMap(togetherIn) : [where];

const saysNever = (part: Where): boolean =>
  isCondition(part) &&
  ((part.field === "orders" &&
    ((["is", "at_most"].includes(part.is) && part.value === 0) ||
      (part.is === "less" && part.value === 1))) ||
    (DAYS.includes(part.field) && part.is === "empty"));

const saysOrdered = (part: Where): boolean => {
  if (!isCondition(part)) return false;
  const { field, is, value } = part;
  if (DAYS.includes(field)) return is !== "empty";
  if (field !== "orders") return false;
  const least = Array.isArray(value) ? Number(value[0]) : Number(value);
  return (
    (["is", "at_least", "between"].includes(is) && least >= 1) || (is === "more" && least >= 0)
  );
};

const DAYS: readonly string[] = ["firstOrder", "lastOrder"];

const orderedIn = (f: CustomerFilter) =>
  f.orderedFrom ?? f.orderedTo ?? f.orderedCurrency ?? f.orderedConnectionId;

/** Those with an order that counts in these days, whatever came later. */
function orderedOf(
  f: CustomerFilter,
  begins: (day: string) => Sql,
  ends: (day: string) => Sql,
): Sql | undefined {
  if (orderedIn(f) === undefined) return undefined;
  return sql`id in (
    select o.customer_id from orders o
     where o.is_sale and o.deleted_at is null and o.customer_id is not null
       ${when(f.orderedFrom, sql`and o.placed_at >= ${begins(f.orderedFrom ?? "")}`)}
       ${when(f.orderedTo, sql`and o.placed_at < ${ends(f.orderedTo ?? "")}`)}
       ${when(f.orderedCurrency, sql`and o.currency = ${f.orderedCurrency}`)}
       ${when(f.orderedConnectionId, sql`and o.connection_id = ${f.orderedConnectionId}`)})`;
}

/** What is found by how people are reached is left out for who does not see it: the index finds, the words decide. */
function searchSql(pattern: string, { seesContact }: Pick<Eyes, "seesContact">): Sql {
  const number = numberWithin(pattern.slice(1, -1));
  const found =
    number === null
      ? sql`search_text like ${pattern}`
      : sql`search_text like ${`%${number}%`} and search_text || '' like ${pattern}`;
  return seesContact ? found : sql`${found} and ${PLAIN_TEXT} like ${pattern}`;
}

/** Who has what is typed as one more address or number: those few are found by it before the walk begins. */
function moreOf(search: string, { country }: Place): Sql | null {
  const typed = search.trim().toLowerCase();
  const phone = /^[+\d\s().-]+$/.test(typed) ? phoneOf(typed, country) : null;
  if (phone !== null)
    return sql`id = any(array(
      select customer_id from customer_phones where phone = ${phone}
       union all
      select customer_id from customer_identities where kind = 'whatsapp' and key = ${phone.slice(1)} and customer_id is not null))`;
  if (!/^[^\s@]{2,}@[^\s@]*$/.test(typed)) return null;
  return sql`id = any(array(
    select customer_id from customer_identities
     where kind = 'email' and key >= ${typed} and key < ${typed} || '\uffff' and customer_id is not null limit 200))`;
}

const PLAIN_TEXT = sql`
  search_form(name || ' ' || coalesce(organisation, '') || ' ' || coalesce(city, ''))`;

/** A number is searched for as it is kept, however it was typed. */
function patternsFor(search: string, { country, seesContact }: Place): string[] {
  if (!seesContact) return searchPatterns(search);
  const digits = search.replace(/\D/g, "");
  if (!/^[+\d\s().-]+$/.test(search) || digits.length < 5) return searchPatterns(search);
  return [`%${phoneOf(search, country) ?? digits.replace(/^0+/, "")}%`];
}
