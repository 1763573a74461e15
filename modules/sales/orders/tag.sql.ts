import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { OrderId } from "./orders.contract.ts";

export type Tagged = {
  readonly id: OrderId;
  readonly number: string;
  readonly before: string[];
  readonly after: string[];
};

/** Those of them whose tags are others now, with what they were. What is in the trash rests. */
export const markTagged = (
  db: Db,
  ids: readonly OrderId[],
  change: { readonly add: readonly string[]; readonly remove: readonly string[] },
  now: Date,
): Promise<Tagged[]> =>
  db.rows(sql`
    with held as materialized (
      select id, tags as was from orders where id = any(${ids}) and deleted_at is null order by id for no key update),
    tagged as (
      select id, was, array(
               select distinct tag collate "C" from unnest(was || ${change.add}::text[]) as tag
                where tag <> all(${change.remove}::text[]) order by 1) as tags
        from held)
    update orders o
       set tags = tagged.tags, updated_at = ${now}, version = o.version + 1
      from tagged
     where o.id = tagged.id and not (tagged.tags @> tagged.was and tagged.was @> tagged.tags)
    returning o.id, o.number, tagged.was as before, o.tags as after`);
