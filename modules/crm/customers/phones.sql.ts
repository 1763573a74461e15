import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { CustomerId } from "./customers.contract.ts";
import { type Known, knownFromKept, knownToKeep } from "./known.rules.ts";
import { PHONE_OWNERS_MAX } from "./phones.rules.ts";

export type PhoneIdentity = {
  readonly key: string;
  readonly told: Known;
  readonly customerId: CustomerId;
  /** Whether it is a customer of its own, and not one known by more. */
  readonly isOwn: boolean;
  /** When whoever it leads to was deleted. */
  readonly trashedAt: Date | null;
};

type Row = Omit<PhoneIdentity, "told"> & { readonly told: unknown };
const columns = sql`i.key, i.told, i.customer_id, c.is_phone_alone as is_own, c.trashed_at`;
const from = sql`customer_identities i join customers c on c.id = i.customer_id`;
const identityFrom = (row: Row): PhoneIdentity => ({ ...row, told: knownFromKept(row.told) });

export async function selectPhoneIdentity(db: Db, key: string): Promise<PhoneIdentity | null> {
  const row = await db.maybe<Row>(
    sql`select ${columns} from ${from} where i.kind = 'phone' and i.key = ${key}`,
  );
  return row === null ? null : identityFrom(row);
}

/** All names that were told with these numbers. `}` is the sign after the `|` that ends the number in a key. */
export async function selectPhoneIdentities(
  db: Db,
  phones: readonly string[],
): Promise<PhoneIdentity[]> {
  const rows = await db.rows<Row>(sql`
    select ${columns}
      from unnest(${phones}::text[]) as phone
      join customer_identities i on i.kind = 'phone' and i.key >= phone || '|' and i.key < phone || '}'
      join customers c on c.id = i.customer_id
     order by i.key`);
  return rows.map(identityFrom);
}

export type PhoneOwner = {
  readonly id: CustomerId;
  readonly phone: string;
  readonly name: string;
  readonly isInTrash: boolean;
  readonly isMerged: boolean;
};

/**
 * Who is known by more and has one of these numbers, of their own, of a part of them or given by a person besides; of each
 * number one more than anybody would ask for.
 */
export const selectPhoneOwners = (db: Db, phones: readonly string[]): Promise<PhoneOwner[]> =>
  db.rows(sql`
    select owner.id, owner.phone, owner.name, owner.trashed_at is not null as is_in_trash, owner.is_merged
      from unnest(${phones}::text[]) as p(phone), lateral (
        select id, phone, name, trashed_at, is_merged from customers c
         where c.phone = p.phone and not c.is_phone_alone and c.archived_by is distinct from 'person'
         union all
        select c.id, part.phone, coalesce(nullif(part.name, ''), c.name), c.trashed_at, c.is_merged
          from customer_parts part join customers c on c.id = part.customer_id
         where part.phone = p.phone and not c.is_phone_alone and c.archived_by is distinct from 'person'
         union all
        select c.id, more.phone, coalesce(nullif(part.name, ''), c.name), c.trashed_at, c.is_merged
          from customer_phones more
          join customers c on c.id = more.customer_id
          left join customer_parts part on part.id = coalesce(more.part_id, more.customer_id)
         where more.phone = p.phone and not c.is_phone_alone and c.archived_by is distinct from 'person'
         limit ${PHONE_OWNERS_MAX + 1}) as owner`);

export const insertPhoneIdentity = (
  db: Db,
  key: string,
  told: Known,
  customerId: CustomerId,
): Promise<number> =>
  db.run(sql`
    insert into customer_identities (kind, key, customer_id, is_told, told)
    values ('phone', ${key}, ${customerId}, true, ${json(knownToKeep(told))})`);

export const markPhoneTold = (db: Db, key: string, told: Known): Promise<number> =>
  db.run(sql`
    update customer_identities set told = ${json(knownToKeep(told))} where kind = 'phone' and key = ${key}`);

export const markPhoneLeads = (db: Db, key: string, customerId: CustomerId): Promise<number> =>
  db.run(sql`
    update customer_identities set customer_id = ${customerId}, part_id = null where kind = 'phone' and key = ${key}`);
