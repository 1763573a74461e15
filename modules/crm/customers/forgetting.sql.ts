import type { Db } from "#platform/db/db.ts";
import { likeText, sql } from "#platform/db/sql.ts";
import type { CustomerId } from "./customers.contract.ts";

/** Those who were first seen there, but for the ones named. */
export const deleteCustomersOf = (
  db: Db,
  connectionId: string,
  stay: readonly CustomerId[],
): Promise<{ id: CustomerId }[]> =>
  db.rows(sql`
    delete from customers
     where first_connection_id = ${connectionId} and id <> all(${stay}::uuid[]) returning id`);

export const deleteStoreIdentities = (db: Db, connectionId: string): Promise<number> =>
  db.run(sql`
    with claims as (
      delete from customer_claims
       where kind = 'store' and key like ${`${likeText(connectionId)}:%`})
    delete from customer_identities
     where kind = 'store' and key like ${`${likeText(connectionId)}:%`}`);

/** What such a store told of one of those whom a person merged into somebody else. */
export const deletePartsOf = (db: Db, connectionId: string): Promise<number> =>
  db.run(sql`
    with gone as (
      delete from customer_parts
       where known ->> 'firstConnectionId' = ${connectionId} and id <> customer_id returning id)
    delete from customer_ties
     where into_part in (select id from gone) or from_part in (select id from gone)`);
