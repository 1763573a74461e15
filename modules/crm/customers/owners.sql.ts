import type { Id } from "#kernel/ids.ts";
import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { CustomerId } from "./customers.contract.ts";
import { held, type Touched, touched } from "./customers.sql.ts";

export type Owned = { readonly id: CustomerId; readonly ownerId: string | null };

export const selectOwners = (db: Db, ids: readonly CustomerId[]): Promise<Owned[]> =>
  db.rows(sql`select id, owner_id from customers where id = any(${ids})`);

/** Given to somebody else: a change that people see. */
export const markGiven = (
  db: Db,
  id: CustomerId,
  ownerId: string | null,
  now: Date,
): Promise<number> =>
  db.run(sql`
    update customers set owner_id = ${ownerId}, is_phone_alone = false, updated_at = ${now}, version = version + 1
     where id = ${id}`);

/** Those of them that were somebody else's, with whose. */
export const markAllGiven = (
  db: Db,
  ids: readonly CustomerId[],
  ownerId: string | null,
  now: Date,
): Promise<(Touched & { readonly before: Id<"account"> | null })[]> =>
  db.rows(sql`
    with held as materialized (${held(ids)})
    update customers c
       set owner_id = ${ownerId}, is_phone_alone = false, updated_at = ${now}, version = c.version + 1
      from held
     where c.id = held.id and held.owner_id is distinct from ${ownerId}::uuid
    returning ${touched}, held.owner_id as before`);
