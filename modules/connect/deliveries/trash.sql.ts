import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { DeliveryId } from "./deliveries.contract.ts";

/** Those that told of these records, also under the ids that have become part of them. */
export const selectAbout = (
  db: Db,
  subjectType: string,
  subjectIds: readonly string[],
): Promise<{ id: DeliveryId }[]> =>
  db.rows(sql`
    select delivery_id as id from delivery_results
     where subject_type = ${subjectType}
       and subject_id in (select unnest(${subjectIds}::uuid[]) union all
                          select old_id from customer_merges where customer_id = any(${subjectIds}::uuid[]))
     order by delivery_id for update`);

/** Nothing is left of what they said. */
export const blankBodies = async (
  db: Db,
  ids: readonly DeliveryId[],
  emptied: readonly Uint8Array[],
): Promise<void> => {
  await db.run(sql`select blank_deliveries(${ids}::uuid[], ${emptied}::bytea[])`);
};

/** Nothing is left of what they said, nor of what they can be found by, but topic and moment. */
export const markBlanked = async (
  db: Db,
  ids: readonly DeliveryId[],
  emptied: readonly Uint8Array[],
  reason: string,
): Promise<void> => {
  await blankBodies(db, ids, emptied);
  await db.run(sql`
    update delivery_results
       set summary = '{}', subject_type = null, subject_id = null, reason = ${reason}, reason_path = null,
           reason_detail = null, search_text = search_form(topic),
           state = case state when 'waiting' then state else 'ignored' end
     where delivery_id = any(${ids}::uuid[])`);
};

/** Of a connection that is gone for good; how many went. */
export const purgeSome = async (db: Db, connectionId: string, most: number): Promise<number> =>
  (
    await db.one<{ count: number }>(
      sql`select purge_deliveries(${connectionId}::uuid, ${most}) as count`,
      "connect.delivery",
    )
  ).count;
