import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { Person } from "#platform/privacy/keeper.ts";

type Ids = readonly string[];

export const selectSubscriptionsOf = (
  db: Db,
  { customers, phones }: Person,
): Promise<{ id: string }[]> =>
  db.rows(sql`
    select id from subscriptions
     where customer_id = any(${customers}::uuid[])
        or (customer_id is null and phone = any(${phones}::text[]))`);

/** Who of them subscribed in another store. */
export const selectSubscribersElsewhere = (
  db: Db,
  customers: Ids,
  connectionId: string,
): Promise<{ id: string }[]> =>
  db.rows(sql`
    select distinct customer_id as id from subscriptions
     where customer_id = any(${customers}::uuid[]) and connection_id <> ${connectionId}`);

export const gatherSubscriptionsOf = (db: Db, ids: Ids): Promise<{ row: object }[]> =>
  db.rows(sql`
    select to_jsonb(s) as row from subscriptions s where id = any(${ids}::uuid[]) order by created_at, id`);

export const markErased = (db: Db, ids: Ids, at: Date): Promise<number> =>
  db.run(sql`
    update subscriptions
       set customer_id = null, part_id = null, joined_by = 'person', name = '', phone = null,
           erased_at = coalesce(erased_at, ${at})
     where id = any(${ids}::uuid[])`);
