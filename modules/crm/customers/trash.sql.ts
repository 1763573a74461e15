import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { CustomerId } from "./customers.contract.ts";
import type { Touched } from "./customers.sql.ts";
import type { IdentityKind, Link } from "./identities.sql.ts";

/** Those of them that were not in the trash. All that people read of them, their last change included, stays as it is. */
export const markTrashed = (db: Db, ids: readonly CustomerId[], now: Date): Promise<Touched[]> =>
  db.rows(sql`
    with held as materialized (
      select id from customers where id = any(${ids}) and trashed_at is null order by id for no key update)
    update customers c
       set trashed_at = ${now}, archived_at = coalesce(archived_at, ${now}),
           archived_by = coalesce(archived_by, 'trash'), version = version + 1
      from held where c.id = held.id
    returning c.id, c.name, c.email, c.phone, c.phone_text`);

/** Those of them that were. Whom only the trash put aside is live again. */
export const markRestored = (db: Db, ids: readonly CustomerId[]): Promise<Touched[]> =>
  db.rows(sql`
    update customers
       set trashed_at = null, version = version + 1,
           archived_at = case when archived_by = 'trash' then null else archived_at end,
           archived_by = nullif(archived_by, 'trash')
     where id = any(${ids}) and trashed_at is not null
    returning id, name, email, phone, phone_text`);

/** What leads to them now is what they will ask for when they come back. */
export const insertClaims = (db: Db, ids: readonly CustomerId[]): Promise<number> =>
  db.run(sql`
    insert into customer_claims (customer_id, part_id, kind, key, is_told, is_primary, deleted_at, told)
    select customer_id, part_id, kind, key, is_told, is_primary, deleted_at, told
      from customer_identities where customer_id = any(${ids})
    on conflict (customer_id, kind, key) do update
       set part_id = excluded.part_id, is_told = excluded.is_told, is_primary = excluded.is_primary,
           deleted_at = excluded.deleted_at, told = excluded.told`);

export const selectClaims = (
  db: Db,
  ids: readonly CustomerId[],
): Promise<{ kind: IdentityKind; key: string }[]> =>
  db.rows(sql`select distinct kind, key from customer_claims where customer_id = any(${ids})`);

export type Taken = {
  readonly customerId: CustomerId;
  readonly kind: IdentityKind;
  readonly key: string;
  readonly ownerId: CustomerId;
  readonly ownerName: string;
};

/** What they ask for and a live customer has, or one of them that was deleted after. */
export const selectTaken = (db: Db, ids: readonly CustomerId[]): Promise<Taken[]> =>
  db.rows(sql`
    with asked as (
      select m.customer_id, m.kind, m.key, c.trashed_at
        from customer_claims m join customers c on c.id = m.customer_id
       where m.customer_id = any(${ids})),
    taken as (
      select a.customer_id, a.kind, a.key, i.customer_id as owner_id
        from asked a
        join customer_identities i on i.kind = a.kind and i.key = a.key
        join customers c on c.id = i.customer_id and c.trashed_at is null
       where i.customer_id <> a.customer_id
       union
      select a.customer_id, a.kind, a.key, other.customer_id
        from asked a
        join asked other on other.kind = a.kind and other.key = a.key
             and (other.trashed_at, other.customer_id) > (a.trashed_at, a.customer_id))
    select t.customer_id, t.kind, t.key, t.owner_id,
           coalesce(nullif(c.name, ''), c.email, c.phone, c.phone_text, '') as owner_name
      from taken t join customers c on c.id = t.owner_id
     order by t.customer_id, t.kind, t.key`);

/** Gives them what they ask for, but for what a live customer has. */
export const takeBackClaims = (db: Db, ids: readonly CustomerId[]): Promise<number> =>
  db.run(sql`
    insert into customer_identities as known (kind, key, customer_id, part_id, is_told, is_primary, deleted_at, told)
    select m.kind, m.key, m.customer_id, m.part_id, m.is_told, m.is_primary, m.deleted_at, m.told
      from customer_claims m where m.customer_id = any(${ids})
    on conflict (kind, key) do update
       set customer_id = excluded.customer_id, part_id = excluded.part_id, is_primary = excluded.is_primary, gone_at = null
     where known.customer_id is distinct from excluded.customer_id
       and not exists (select from customers c where c.id = known.customer_id and c.trashed_at is null)`);

export const deleteClaims = (db: Db, ids: readonly CustomerId[]): Promise<number> =>
  db.run(sql`delete from customer_claims where customer_id = any(${ids})`);

/** Whether one of these is a store's account of somebody deleted for good, told of from before that. */
export const selectIsGone = async (
  db: Db,
  links: readonly Link[],
  madeAt: Date | null,
): Promise<boolean> => {
  const keys = links.filter(({ kind }) => kind === "store").map(({ key }) => key);
  if (keys.length === 0) return false;
  return (
    (await db.maybe(sql`
      select from customer_identities
       where kind = 'store' and key = any(${keys}::text[]) and customer_id is null
         and gone_at >= coalesce(${madeAt}::timestamptz, '-infinity') limit 1`)) !== null
  );
};

/** Leaves nothing of them but the numbers of their store accounts, so that old news of those makes nobody anew. */
export const deleteTrashed = (db: Db, ids: readonly CustomerId[]): Promise<number> =>
  db.run(sql`
    with accounts as (
      update customer_identities i
         set customer_id = null, part_id = null, gone_at = c.trashed_at
        from customers c
       where c.id = i.customer_id and i.kind = 'store' and c.id = any(${ids}) and c.trashed_at is not null)
    delete from customers where id = any(${ids}) and trashed_at is not null`);
