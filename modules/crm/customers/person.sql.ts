import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { Mark, Person } from "#platform/privacy/keeper.ts";
import type { CustomerId } from "./customers.contract.ts";

type Ids = readonly string[];

/** Who has these, living or in the trash, and whom that id is part of by now. Held: nobody is joined to them meanwhile. */
export const lockPeople = (
  db: Db,
  { customers, emails, accounts }: Pick<Person, "customers" | "emails" | "accounts">,
): Promise<{ id: CustomerId }[]> =>
  db.rows(sql`
  ${people(customers, emails, accounts)} order by c.id for update of c`);

export const selectPeople = (
  db: Db,
  { customers, emails, accounts }: Pick<Person, "customers" | "emails" | "accounts">,
): Promise<{ id: CustomerId }[]> =>
  db.rows(sql`${people(customers, emails, accounts)} order by c.id`);

const people = (customers: Ids, emails: Ids, accounts: Ids) => sql`
  select c.id from customers c
   where c.id = any(${customers}::uuid[])
      or c.id in (
           select customer_id from customer_merges where old_id = any(${customers}::uuid[])
            union all
           select customer_id from customer_identities
            where (kind = 'email' and key = any(${emails}::text[])) or (kind = 'store' and key = any(${accounts}::text[]))
            union all
           select customer_id from customer_claims
            where (kind = 'email' and key = any(${emails}::text[])) or (kind = 'store' and key = any(${accounts}::text[])))`;

/** What these are known by, and what has become part of them. */
export const selectKnownBy = (
  db: Db,
  ids: Ids,
): Promise<{ emails: string[]; phones: string[]; accounts: string[]; parts: string[] }> =>
  db.one(
    sql`
    with known as (
      select kind, key from customer_identities where customer_id = any(${ids}::uuid[])
       union
      select kind, key from customer_claims where customer_id = any(${ids}::uuid[])
       union
      select 'email', lower(email) from customers where id = any(${ids}::uuid[]) and email is not null
       union
      select 'phone', phone || '|' from customers where id = any(${ids}::uuid[]) and phone is not null
       union
      select 'phone', phone || '|' from customer_parts where customer_id = any(${ids}::uuid[]) and phone is not null
       union
      select 'phone', phone || '|' from customer_phones where customer_id = any(${ids}::uuid[]) and phone is not null)
    select array(select key from known where kind = 'email' order by key) as emails,
           array(select split_part(key, '|', 1) from known where kind = 'phone'
                  union
                 select '+' || key from known where kind = 'whatsapp' and key ~ '^[0-9]+$' order by 1) as phones,
           array(select key from known where kind = 'store' order by key) as accounts,
           array(select old_id::text from customer_merges where customer_id = any(${ids}::uuid[])) as parts`,
    "crm.customer",
  );

/**
 * Whom this store told of first, some at a time: but those of whom another store has an account as well, and those whom
 * a person has merged.
 */
export const selectFirstSeenBy = (
  db: Db,
  connectionId: string,
  after: string,
  limit: number,
): Promise<{ id: CustomerId; isElsewhere: boolean }[]> =>
  db.rows(sql`
    select c.id,
           exists (select from customer_ties t where t.customer_id = c.id)
             or exists (select from customer_identities i
                         where i.customer_id = c.id and i.kind = 'store'
                           and split_part(i.key, ':', 1) <> ${connectionId}::text) as is_elsewhere
      from customers c
     where c.first_connection_id = ${connectionId} and c.id > ${after}::uuid
     order by c.id limit ${limit}`);

export type Candidate = {
  readonly id: CustomerId;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly city: string | null;
  readonly ordersCount: number;
  readonly isInTrash: boolean;
};

/** Who of the customers it may be: by what they are known by, then by their name. */
export const selectCandidates = (
  db: Db,
  said: { readonly email: string | null; readonly phone: string | null; readonly accounts: Ids },
  namePatterns: Ids,
  limit: number,
): Promise<Candidate[]> =>
  db.rows(sql`
    with by_identity as (
      select customer_id as id, 0 as rank from customer_identities
       where (kind = 'email' and key = lower(${said.email})) or (kind = 'store' and key = any(${said.accounts}::text[]))),
    by_phone as (select id, 1 as rank from customers where phone = ${said.phone}),
    by_name as (
      select id, 2 as rank from customers
       where cardinality(${namePatterns}::text[]) > 0 and search_text like all(${namePatterns}::text[]) limit ${limit})
    select c.id, c.name, c.email, coalesce(c.phone, c.phone_text) as phone, c.city, c.orders_count,
           c.trashed_at is not null as is_in_trash
      from (select id, min(rank) as rank
              from (table by_identity union all table by_phone union all table by_name) as found group by id) as f
      join customers c on c.id = f.id
     order by f.rank, c.orders_count desc, c.id limit ${limit}`);

const withoutDerived = sql`- 'search_text' - 'sort_name'`;

export const gatherCustomers = (db: Db, ids: Ids): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(c) ${withoutDerived} as row from customers c where id = any(${ids}::uuid[]) order by id`);

export const gatherIdentities = (
  db: Db,
  { customers, accounts }: Person,
): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(i) as row from customer_identities i
     where customer_id = any(${customers}::uuid[]) or (kind = 'store' and key = any(${accounts}::text[]))
     order by kind, key`);

export const gatherMerges = (db: Db, ids: Ids): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(m) as row from customer_merges m where customer_id = any(${ids}::uuid[]) order by old_id`);

export const gatherClaims = (db: Db, ids: Ids): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(m) as row from customer_claims m where customer_id = any(${ids}::uuid[]) order by kind, key`);

export const gatherParts = (db: Db, ids: Ids): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(p) as row from customer_parts p where customer_id = any(${ids}::uuid[]) order by id`);

export const gatherPhones = (db: Db, ids: Ids): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(p) as row from customer_phones p where customer_id = any(${ids}::uuid[]) order by added_at, phone_text`);

export const gatherAddresses = (db: Db, ids: Ids): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(a) as row from customer_addresses a where customer_id = any(${ids}::uuid[]) order by added_at, id`);

export const gatherTies = (db: Db, ids: Ids): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(t) as row from customer_ties t where customer_id = any(${ids}::uuid[]) order by merged_at, id`);

/** With all that leads to them, a store's number of theirs included: what stands for it is kept elsewhere. */
export const deletePeople = async (
  db: Db,
  { customers, emails, accounts }: Person,
): Promise<{ customers: number; identities: number; merges: number; claims: number }> => ({
  identities: await db.run(sql`
    delete from customer_identities
     where customer_id = any(${customers}::uuid[]) or (kind = 'store' and key = any(${accounts}::text[]))
        or (kind = 'email' and key = any(${emails}::text[]))`),
  claims: await db.run(sql`
    delete from customer_claims
     where customer_id = any(${customers}::uuid[]) or (kind = 'store' and key = any(${accounts}::text[]))
        or (kind = 'email' and key = any(${emails}::text[]))`),
  // They go with their customers, who need them to take along what hung on those that became part of them.
  merges: (await gatherMerges(db, customers)).length,
  customers: await db.run(sql`delete from customers where id = any(${customers}::uuid[])`),
});

/** Whether one of these stands for somebody who was erased, after what is told of them came about. */
export const selectErasedAt = async (
  db: Db,
  hashes: readonly Buffer[],
  madeAt: Date | null,
): Promise<Date | null> =>
  (
    await db.one<{ at: Date | null }>(
      sql`
      select max(erased_at) as at from erased_identities
       where hash = any(${hashes}::bytea[]) and erased_at >= coalesce(${madeAt}::timestamptz, '-infinity')`,
      "crm.request",
    )
  ).at;

export const selectIsErasedAccount = async (db: Db, key: string, hash: Buffer): Promise<boolean> =>
  (await db.maybe(sql`
    select from erased_identities
     where hash = ${hash}
       and not exists (select from customer_identities where kind = 'store' and key = ${key})`)) !==
  null;

export const selectHasErased = async (db: Db): Promise<boolean> =>
  (
    await db.one<{ has: boolean }>(
      sql`select exists (select from erased_identities) as has`,
      "crm.request",
    )
  ).has;

/** A phone is known without the name it was told with, and so is whom WhatsApp knows by a number. */
const MARKED = sql`
  case kind when 'whatsapp' then 'phone' else kind end as kind,
  case kind when 'phone' then split_part(key, '|', 1) when 'whatsapp' then '+' || key else key end as key`;

/** Every word that a customer is known by, a page at a time. */
export const selectMarks = (
  db: Db,
  after: string,
  limit: number,
): Promise<(Mark & { place: string })[]> =>
  db.rows(sql`
    select kind, key, kind || ':' || key as place from (
      select ${MARKED} from customer_identities where kind <> 'whatsapp' or key ~ '^[0-9]+$'
       union
      select ${MARKED} from customer_claims where kind <> 'whatsapp' or key ~ '^[0-9]+$'
       union
      select 'phone', phone from customer_phones where phone is not null
       union
      select 'email', lower(email) from customers where email is not null
       union
      select 'phone', phone from customers where phone is not null
       union
      select 'customer', id::text from customers) as known
     where (kind || ':' || key) collate "C" > ${after}::text collate "C"
     order by (kind || ':' || key) collate "C" limit ${limit}`);
