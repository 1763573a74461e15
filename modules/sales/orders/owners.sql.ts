import type { Id } from "#kernel/ids.ts";
import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { OrderId } from "./orders.contract.ts";

export type Owned = { readonly id: OrderId; readonly ownerId: string | null };

export const selectOwners = (db: Db, ids: readonly OrderId[]): Promise<Owned[]> =>
  db.rows(sql`select id, owner_id from orders where id = any(${ids})`);

/** Given to somebody else: a change that people see. */
export const markGiven = (
  db: Db,
  id: OrderId,
  ownerId: string | null,
  now: Date,
): Promise<number> =>
  db.run(sql`
    update orders set owner_id = ${ownerId}, updated_at = ${now}, version = version + 1 where id = ${id}`);

export type GivenOrder = {
  readonly id: OrderId;
  readonly number: string;
  readonly before: Id<"account"> | null;
};

/** Those of them that were somebody else's, with whose. What is in the trash rests. */
export const markAllGiven = (
  db: Db,
  ids: readonly OrderId[],
  ownerId: string | null,
  now: Date,
): Promise<GivenOrder[]> =>
  db.rows(sql`
    with held as materialized (
      select id, owner_id from orders where id = any(${ids}) and deleted_at is null order by id for no key update)
    update orders o
       set owner_id = ${ownerId}, updated_at = ${now}, version = o.version + 1
      from held
     where o.id = held.id and held.owner_id is distinct from ${ownerId}::uuid
    returning o.id, o.number, held.owner_id as before`);
