import type { Db } from "#platform/db/db.ts";
import { searchForm } from "#platform/db/search.ts";
import { likeText, sql } from "#platform/db/sql.ts";
import type { Person } from "#platform/privacy/keeper.ts";

type Ids = readonly string[];
const patternsOf = (words: Ids): string[] => words.map((word) => `%${likeText(searchForm(word))}%`);

/** Their customer's, and those that name their address, or that nobody else has and that name their number. */
export const selectOrdersOf = (
  db: Db,
  { customers, emails, phones }: Person,
): Promise<{ id: string }[]> =>
  db.rows(sql`
    select id from orders where customer_id = any(${customers}::uuid[])
     union
    select o.id from unnest(${patternsOf(emails)}::text[]) as pattern
      join orders o on o.search_text like pattern and lower(o.email) = any(${emails}::text[])
     union
    select o.id from unnest(${patternsOf(phones)}::text[]) as pattern
      join orders o on o.search_text like pattern and o.phone = any(${phones}::text[])
     where o.email is null and o.customer_id is null`);

/** Who of them has bought anywhere but in this store: in another, or by what somebody here entered. */
export const selectBuyersElsewhere = (
  db: Db,
  customers: Ids,
  connectionId: string,
): Promise<{ id: string }[]> =>
  db.rows(sql`
    select distinct customer_id as id from orders
     where customer_id = any(${customers}::uuid[]) and connection_id is distinct from ${connectionId}`);

export const gatherOrders = (db: Db, ids: Ids): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(o) - 'search_text' as row from orders o where id = any(${ids}::uuid[]) order by placed_at, id`);

export const gatherLines = (db: Db, ids: Ids): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(l) as row from order_lines l where order_id = any(${ids}::uuid[]) order by order_id, position`);

export const gatherCharges = (db: Db, ids: Ids): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(c) as row from order_charges c where order_id = any(${ids}::uuid[]) order by order_id, position`);

/** The papers of what was sold stay; who bought it does not. Whose they were is decided for good: nobody's. */
export const markErased = (db: Db, ids: Ids, at: Date): Promise<number> =>
  db.run(sql`
    update orders
       set customer_id = null, part_id = null, joined_by = 'person', name = '', email = null, phone = null, phone_text = null,
           billing = case when billing ->> 'country' is not null then billing || ${EMPTY_ADDRESS}::jsonb ||
                       jsonb_build_object('country', billing -> 'country') end,
           shipping = null, note = '', source_note = '', tags = '{}', custom = ${FACTS_ONLY}, erased_at = coalesce(erased_at, ${at}),
           version = version + 1
     where id = any(${ids}::uuid[])`);

/** Of the fields that the company made: numbers, days and choices of business. Words may name anybody. */
const FACTS_ONLY = sql`(
  select coalesce(jsonb_object_agg(own.key, own.value), '{}')
    from jsonb_each(orders.custom) as own(key, value)
    join record_fields f on f.type = 'order' and f.key = own.key
   where f.class = 'business' and f.kind in ('number', 'money', 'date', 'moment', 'yes_no', 'choice', 'choices'))`;

/** All that an address can say but its country. */
const EMPTY_ADDRESS = JSON.stringify(
  Object.fromEntries(
    ["name", "organisation", "street", "street2", "city", "postcode", "state", "phone"].map(
      (part) => [part, null],
    ),
  ),
);

/** What orders say of their buyers, a page of orders at a time. */
export const selectBuyerMarks = (
  db: Db,
  after: string,
  limit: number,
): Promise<{ id: string; email: string | null; phone: string | null }[]> =>
  db.rows(sql`
    select id, lower(email) as email, phone from orders
     where id > ${after}::uuid and (email is not null or phone is not null) order by id limit ${limit}`);
