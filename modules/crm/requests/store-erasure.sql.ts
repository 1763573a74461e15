import type { Db } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { Part, RequestId } from "./requests.contract.ts";

/** Decided by a person: from here on it is being done. */
export const markErasing = (
  db: Db,
  id: RequestId,
  { by, answer }: { readonly by: string; readonly answer: string },
  now: Date,
) =>
  db.run(sql`
    update privacy_requests
       set erasing_at = ${now}, checked_by = ${by}, checked_at = ${now}, answer = ${answer}, updated_at = ${now},
           version = version + 1
     where id = ${id}`);

/** What a batch of it came to, on top of those before. */
export const markSomeErased = (
  db: Db,
  id: RequestId,
  { count, parts }: { readonly count: number; readonly parts: readonly Part[] },
  now: Date,
) =>
  db.run(sql`
    update privacy_requests
       set erased_count = erased_count + ${count}, erased_parts = ${json(parts)}::jsonb, updated_at = ${now}
     where id = ${id}`);

export const selectErasedParts = (db: Db, id: RequestId): Promise<{ parts: Part[] }> =>
  db.one(sql`select erased_parts as parts from privacy_requests where id = ${id}`, "crm.request");
