import type { Db } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { CustomerId } from "./customers.contract.ts";

export type RequiredCustomer = {
  readonly id: CustomerId;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly phoneText: string | null;
  readonly archivedAt: Date | null;
};

export const selectRequiredCustomer = (db: Db, id: CustomerId): Promise<RequiredCustomer> =>
  db.one(
    sql`
    select id, name, email, phone, phone_text, archived_at from customers
     where id = coalesce((select customer_id from customer_merges where old_id = ${id}), ${id})`,
    "crm.customer",
  );

export type RollUps = {
  readonly ordersCount: number;
  readonly spentMinor: number;
  readonly firstOrderAt: Date | null;
  readonly lastOrderAt: Date | null;
};

export const markRollUps = (db: Db, id: CustomerId, sums: RollUps): Promise<number> =>
  db.run(sql`
    update customers
       set orders_count = ${sums.ordersCount}, spent_minor = ${sums.spentMinor},
           first_order_at = ${sums.firstOrderAt}, last_order_at = ${sums.lastOrderAt}
     where id = ${id}
       and (orders_count, spent_minor, first_order_at, last_order_at) is distinct from
           (${sums.ordersCount}::int, ${sums.spentMinor}::bigint, ${sums.firstOrderAt}::timestamptz, ${sums.lastOrderAt}::timestamptz)`);
