import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

export type EventToKeep = {
  readonly id: string;
  readonly type: string;
  readonly toldAt: Date;
  readonly object: string;
  readonly objectId: string | null;
  readonly customer: string | null;
  readonly companyId: string | null;
};

/** Each once, however often it comes. Whose it is the customer says; before we know that one, what we told Stripe ourselves. */
export const insertEvent = (control: Db, one: EventToKeep, now: Date): Promise<number> =>
  control.run(sql`
    insert into billing_events (id, type, told_at, object, object_id, customer, company_id, received_at)
    select ${one.id}, ${one.type}, ${one.toldAt}, ${one.object}, ${one.objectId}, ${one.customer},
           coalesce((select company_id from billings where customer = ${one.customer}),
                    (select company_id from billings where company_id = ${one.companyId}::uuid and customer is null)),
           ${now}
        on conflict do nothing`);

/** Until it was asked how things stand now. */
export const selectWaiting = (
  control: Db,
  now: Date,
  limit: number,
): Promise<{ companyId: string }[]> =>
  control.rows(sql`
    select e.company_id from billing_events e join billings b on b.company_id = e.company_id
     where e.settled_at is null and (b.ask_again_at is null or b.ask_again_at <= ${now})
     group by e.company_id order by min(e.received_at) limit ${limit}`);

export const selectWaitingIds = (control: Db, companyId: string): Promise<{ id: string }[]> =>
  control.rows(
    sql`select id from billing_events where company_id = ${companyId} and settled_at is null`,
  );

export const markSettled = (control: Db, ids: readonly string[], now: Date): Promise<number> =>
  control.run(sql`
    update billing_events set settled_at = ${now} where id = any(${ids}::text[]) and settled_at is null`);

/** Stripe itself tells of nothing that is older. */
export const deleteOldEvents = (control: Db, before: Date): Promise<number> =>
  control.run(sql`delete from billing_events where received_at < ${before}`);
