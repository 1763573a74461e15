import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { CustomerId } from "./customers.contract.ts";
import type { MergeId } from "./merging.contract.ts";

export type MergeRow = {
  readonly id: MergeId;
  readonly customerId: CustomerId;
  readonly saidBy: "person" | "store";
  readonly intoPart: CustomerId;
  readonly fromPart: CustomerId;
  readonly intoName: string;
  readonly fromName: string;
  readonly actorName: string;
  readonly mergedAt: Date;
  readonly undoUntil: Date;
};

const SHOWN_MAX = 100;

/** What made a customer of several, newest first. */
export const selectMerges = (db: Db, customerId: CustomerId): Promise<MergeRow[]> =>
  db.rows(sql`
    select id, customer_id, said_by, into_part, from_part, into_name, from_name, actor_name, merged_at, undo_until
      from customer_ties where customer_id = ${customerId}
     order by merged_at desc, id desc limit ${SHOWN_MAX}`);
