import type { Db } from "#platform/db/db.ts";
import { type Sql, sql } from "#platform/db/sql.ts";
import type { AddressId } from "./contacts.contract.ts";
import type { Place, Way } from "./contacts.rules.ts";
import type { CustomerId } from "./customers.contract.ts";

/** All that a customer is reached by, of the parts of a merged one too; one that two places tell stands twice. */
export const selectWays = (db: Db, id: CustomerId): Promise<Way[]> =>
  db.rows(sql`
    with one as (select * from customers where id = ${id}),
    parts as (select p.id, p.known from customer_parts p, one where p.customer_id = one.id)
    select i.kind, i.key, i.key as text, i.kind = 'email' and i.key = one.email as is_primary, i.is_told,
           i.part_id is not null or i.key in (select known ->> 'email' from parts) as is_of_part,
           i.part_id is not null as is_of_other
      from one join customer_identities i on i.customer_id = one.id and i.kind = 'email'
     union all
    select 'whatsapp', i.key, case when i.key ~ '^[0-9]+$' then '+' || i.key else i.key end,
           row_number() over (order by i.is_primary desc, i.part_id nulls first, i.key) = 1, i.is_told,
           i.part_id is not null, i.part_id is not null
      from one join customer_identities i on i.customer_id = one.id and i.kind = 'whatsapp'
     union all
    select 'phone', coalesce(one.phone, one.phone_text), one.phone_text, true, false,
           one.is_merged and exists (select from parts where coalesce(known ->> 'phone', known ->> 'phoneText')
                                                         = coalesce(one.phone, one.phone_text)), false
      from one where one.phone_text is not null
     union all
    select 'phone', coalesce(p.phone, p.phone_text), p.phone_text, false, false, p.part_id is not null, p.part_id is not null
      from one join customer_phones p on p.customer_id = one.id
     union all
    select 'phone', coalesce(known ->> 'phone', known ->> 'phoneText'), known ->> 'phoneText', false, false, true, parts.id <> one.id
      from parts, one where parts.known ->> 'phoneText' is not null`);

/** The accounts that stores know them by. */
export const selectAccounts = (
  db: Db,
  id: CustomerId,
): Promise<{ store: string | null; key: string }[]> =>
  db.rows(sql`
    select s.name as store, split_part(i.key, ':', 2) as key
      from customer_identities i
      left join connections s on s.id::text = split_part(i.key, ':', 1)
     where i.customer_id = ${id} and i.kind = 'store' order by i.key`);

export const insertPhone = (
  db: Db,
  id: CustomerId,
  { phone, text }: { readonly phone: string | null; readonly text: string },
  now: Date,
): Promise<number> =>
  db.run(sql`
    insert into customer_phones (customer_id, phone, phone_text, added_at) values (${id}, ${phone}, ${text}, ${now})
    on conflict do nothing`);

export const deletePhone = (db: Db, id: CustomerId, key: string): Promise<number> =>
  db.run(sql`
    delete from customer_phones
     where customer_id = ${id} and part_id is null and coalesce(phone, phone_text) = ${key}`);

/** Numbers that people gave these besides the ones they are shown with. */
export const selectMoreNumbers = async (db: Db, ids: readonly CustomerId[]): Promise<string[]> =>
  (
    await db.rows<{ phone: string }>(sql`
      select distinct phone from customer_phones
       where customer_id = any(${ids}::uuid[]) and phone is not null order by 1`)
  ).map(({ phone }) => phone);

/** Who of the living is known by it already. */
export const selectHolder = async (
  db: Db,
  kind: "email" | "whatsapp",
  key: string,
): Promise<{ id: CustomerId; name: string } | null> =>
  db.maybe(sql`
    select c.id, coalesce(nullif(c.name, ''), c.email, c.phone, c.phone_text, '') as name
      from customer_identities i join customers c on c.id = i.customer_id and c.trashed_at is null
     where i.kind = ${kind} and i.key = ${key}`);

export const deleteIdentity = (
  db: Db,
  id: CustomerId,
  kind: "email" | "whatsapp",
  key: string,
): Promise<number> =>
  db.run(sql`
    delete from customer_identities
     where kind = ${kind} and key = ${key} and customer_id = ${id} and not is_told and part_id is null`);

/** Which of their WhatsApp ids is written to. */
export const markPrimaryWhatsapp = (db: Db, id: CustomerId, key: string): Promise<number> =>
  db.run(sql`
    update customer_identities set is_primary = key = ${key}
     where customer_id = ${id} and kind = 'whatsapp' and is_primary <> (key = ${key})`);

export type KeptAddress = Place & { readonly id: AddressId; readonly partId: CustomerId | null };

/** One's own before those of the parts of a merged customer, and of those the earliest. */
export const selectAddresses = (db: Db, id: CustomerId): Promise<KeptAddress[]> =>
  db.rows(sql`
    select id, part_id, label, street, street2, city, postcode, state, country, is_billing, is_shipping
      from customer_addresses where customer_id = ${id}
     order by part_id nulls first, added_at, id`);

export const insertAddress = (
  db: Db,
  id: AddressId,
  customerId: CustomerId,
  place: Place,
  now: Date,
): Promise<number> =>
  db.run(sql`
    insert into customer_addresses (id, customer_id, label, street, street2, city, postcode, state, country,
                                    is_billing, is_shipping, added_at)
    values (${id}, ${customerId}, ${place.label}, ${place.street}, ${place.street2}, ${place.city}, ${place.postcode},
            ${place.state}, ${place.country}, ${place.isBilling}, ${place.isShipping}, ${now})`);

export const updateAddress = (db: Db, id: AddressId, place: Place): Promise<number> =>
  db.run(sql`
    update customer_addresses
       set label = ${place.label}, street = ${place.street}, street2 = ${place.street2}, city = ${place.city},
           postcode = ${place.postcode}, state = ${place.state}, country = ${place.country},
           is_billing = ${place.isBilling}, is_shipping = ${place.isShipping}
     where id = ${id}`);

export const deleteAddress = (db: Db, id: AddressId): Promise<number> =>
  db.run(sql`delete from customer_addresses where id = ${id}`);

/** One address at most is used unless another is named. */
export const clearDefaults = (
  db: Db,
  id: CustomerId,
  of: Pick<Place, "isBilling" | "isShipping">,
  but: AddressId,
): Promise<number> =>
  db.run(sql`
    update customer_addresses
       set is_billing = is_billing and not ${of.isBilling}, is_shipping = is_shipping and not ${of.isShipping}
     where customer_id = ${id} and id <> ${but} and ((is_billing and ${of.isBilling}) or (is_shipping and ${of.isShipping}))`);

/**
 * What leads to one customer leads to the other. What both have stands once, and of two addresses for the same the other's
 * stays. As a part (`isPart`) it is told apart, for the day the two are taken apart again.
 */
export async function moveContacts(
  db: Db,
  from: CustomerId,
  into: CustomerId,
  isPart: boolean,
): Promise<void> {
  if (!isPart)
    await yieldTo(db, sql`customer_id = ${from}`, sql`customer_id = ${into} and part_id is null`);
  const part = isPart ? sql`coalesce(part_id, ${from})` : sql`null`;
  await db.run(sql`
    with phones as (
      update customer_phones set customer_id = ${into}, part_id = ${part} where customer_id = ${from})
    update customer_addresses set customer_id = ${into}, part_id = ${part} where customer_id = ${from}`);
}

/** These parts of a customer are one from now on. `into` is null: the customer's own. */
export async function recastContacts(
  db: Db,
  customerId: CustomerId,
  parts: readonly CustomerId[],
  into: CustomerId | null,
): Promise<void> {
  const [here, gone] = [sql`customer_id = ${customerId}`, sql`part_id = any(${parts}::uuid[])`];
  await yieldTo(
    db,
    sql`${here} and ${gone}`,
    sql`${here} and part_id is not distinct from ${into}::uuid`,
  );
  await db.run(sql`
    with phones as (update customer_phones set part_id = ${into}::uuid where ${here} and ${gone})
    update customer_addresses set part_id = ${into}::uuid where ${here} and ${gone}`);
}

/** These parts leave a customer for one of their own. */
export const releaseContacts = (
  db: Db,
  from: CustomerId,
  parts: readonly CustomerId[],
  into: CustomerId,
): Promise<number> =>
  db.run(sql`
    with phones as (
      update customer_phones set customer_id = ${into}, part_id = nullif(part_id, ${into})
       where customer_id = ${from} and part_id = any(${parts}::uuid[]))
    update customer_addresses set customer_id = ${into}, part_id = nullif(part_id, ${into})
     where customer_id = ${from} and part_id = any(${parts}::uuid[])`);

/** Where several become one: what the one that stays has already, or another of those that go, is not kept twice. */
async function yieldTo(db: Db, goes: Sql, stays: Sql): Promise<void> {
  await db.run(sql`
    delete from customer_phones g
     where (${goes}) and exists (
       select from customer_phones s
        where coalesce(s.phone, s.phone_text) = coalesce(g.phone, g.phone_text)
          and ((${stays}) or ((${goes}) and s.part_id < g.part_id)))`);
  for (const isDefault of [sql`is_billing`, sql`is_shipping`])
    await db.run(sql`
      update customer_addresses g set ${isDefault} = false
       where (${goes}) and ${isDefault} and exists (
         select from customer_addresses s
          where s.${isDefault} and ((${stays}) or ((${goes}) and s.part_id < g.part_id)))`);
}
