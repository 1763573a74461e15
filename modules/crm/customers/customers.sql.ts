import type { Db } from "#platform/db/db.ts";
import { empty, json, type Sql, sql } from "#platform/db/sql.ts";
import type { Customer, CustomerId } from "./customers.contract.ts";

const WHAT = "crm.customer";

/** Also by an id that has become part of another. */
const livesAs = (id: CustomerId): Sql =>
  sql`coalesce((select customer_id from customer_merges where old_id = ${id}), ${id})`;

export type CustomerDetail = Omit<Customer, "blocked">;

type Owners = readonly string[] | null;
const among = (owners: Owners): Sql =>
  owners === null ? empty : sql`and owner_id = any(${owners}::uuid[])`;

export const selectCustomer = (db: Db, id: CustomerId, owners: Owners): Promise<CustomerDetail> =>
  db.one(
    sql`
    select c.id, c.name, c.email, c.phone, c.phone_text, c.organisation, c.street, c.street2, c.city,
           c.postcode, c.state, c.country, c.tags, c.note, c.owner_id, c.email_consent, c.email_consent_at,
           c.phone_consent, c.phone_consent_at, c.orders_count, c.spent_minor, c.first_order_at,
           c.last_order_at, c.archived_at, c.trashed_at, c.created_at, c.updated_at, c.version, c.custom,
           (select coalesce(json_agg(json_build_object('kind', kind, 'key', key, 'connection', connection)
                                     order by kind, key), '[]')
              from (select distinct i.kind, s.name as connection,
                           case i.kind when 'store' then split_part(i.key, ':', 2)
                                       when 'phone' then split_part(i.key, '|', 1) else i.key end as key
                      from customer_identities i
                      left join connections s on i.kind = 'store' and s.id::text = split_part(i.key, ':', 1)
                     where i.customer_id = c.id) as identity) as identities
      from customers c where c.id = ${livesAs(id)} ${among(owners)}`,
    WHAT,
  );

export type RequiredCustomer = {
  readonly id: CustomerId;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly phoneText: string | null;
  readonly archivedAt: Date | null;
  readonly trashedAt: Date | null;
};

export const selectRequiredCustomer = (
  db: Db,
  id: CustomerId,
  owners: Owners,
): Promise<RequiredCustomer> =>
  db.one(
    sql`select id, name, email, phone, phone_text, archived_at, trashed_at
          from customers where id = ${livesAs(id)} ${among(owners)}`,
    WHAT,
  );

/** As every deed of a person on a customer, it makes them known by more than a phone: they no longer give way. */
export const markArchived = (db: Db, id: CustomerId, at: Date | null, now: Date) =>
  db.run(sql`
    update customers
       set archived_at = ${at}, archived_by = ${at === null ? null : "person"}, is_phone_alone = false,
           updated_at = ${now}, version = version + 1
     where id = ${id}`);

export type Touched = {
  readonly id: CustomerId;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly phoneText: string | null;
};
export const touched = sql`c.id, c.name, c.email, c.phone, c.phone_text`;

/** Held in one order by everybody, so that two bulk deeds at once do not wait for each other. What is in the trash rests. */
export const held = (ids: readonly CustomerId[]) =>
  sql`select * from customers where id = any(${ids}) and trashed_at is null order by id for no key update`;

/** Those of them whose tags are others now, with what they were. */
export const markTagged = (
  db: Db,
  ids: readonly CustomerId[],
  change: { readonly add: readonly string[]; readonly remove: readonly string[] },
  now: Date,
): Promise<(Touched & { readonly before: string[]; readonly after: string[] })[]> =>
  db.rows(sql`
    with held as materialized (${held(ids)}),
    tagged as (
      select id, tags as was, array(
               select distinct tag collate "C" from unnest(tags || ${change.add}::text[]) as tag
                where tag <> all(${change.remove}::text[]) order by 1) as tags
        from held)
    update customers c
       set tags = tagged.tags, is_phone_alone = false, updated_at = ${now}, version = version + 1
      from tagged
     where c.id = tagged.id and not (tagged.tags @> tagged.was and tagged.was @> tagged.tags)
    returning ${touched}, tagged.was as before, c.tags as after`);

/** Those of them that were not so before. */
export const markAllArchived = (
  db: Db,
  ids: readonly CustomerId[],
  at: Date | null,
  now: Date,
): Promise<(Touched & { readonly before: Date | null })[]> =>
  db.rows(sql`
    with held as materialized (${held(ids)})
    update customers c
       set archived_at = ${at}, archived_by = ${at === null ? null : "person"}, is_phone_alone = false,
           updated_at = ${now}, version = c.version + 1
      from held
     where c.id = held.id and (held.archived_at is null) = ${at !== null}
    returning ${touched}, held.archived_at as before`);

/** One of them, for the deed that made no difference to any. */
export const selectAnyOf = (db: Db, ids: readonly CustomerId[]): Promise<Touched> =>
  db.one(sql`select ${touched} from customers c where c.id = any(${ids}) limit 1`, WHAT);

/** Tags come in few combinations: those are counted, and then taken apart. */
export const selectTags = async (db: Db, owners: Owners): Promise<string[]> =>
  (
    await db.rows<{ tag: string }>(sql`
      select tag
        from (select tags, count(*) as count from customers
               where tags <> '{}' and archived_at is null ${among(owners)} group by tags) as combination,
             unnest(tags) as tag
       group by tag order by sum(count) desc, tag limit 100`)
  ).map(({ tag }) => tag);

export type RollUps = {
  readonly ordersCount: number;
  readonly spentMinor: number;
  readonly firstOrderAt: Date | null;
  readonly lastOrderAt: Date | null;
  /** In which states they are: `order-states.rules.ts`. */
  readonly orderStates: number;
};

export const markRollUps = (
  db: Db,
  all: readonly (RollUps & { readonly id: CustomerId })[],
): Promise<number> =>
  db.run(sql`
    update customers c
       set orders_count = r."ordersCount", spent_minor = r."spentMinor",
           first_order_at = r."firstOrderAt", last_order_at = r."lastOrderAt", order_states = r."orderStates"
      from json_to_recordset(${json(all)}::json) as r(
           id uuid, "ordersCount" int, "spentMinor" bigint, "firstOrderAt" timestamptz, "lastOrderAt" timestamptz,
           "orderStates" bigint)
     where c.id = r.id
       and (c.orders_count, c.spent_minor, c.first_order_at, c.last_order_at, c.order_states) is distinct from
           (r."ordersCount", r."spentMinor", r."firstOrderAt", r."lastOrderAt", r."orderStates")`);

/** All that are there now: what lies in the trash is not counted. */
export const selectCustomersCount = (db: Db): Promise<{ count: number }> =>
  db.one(
    sql`select count(*)::int as count from customers where trashed_at is null`,
    "crm.customer",
  );
