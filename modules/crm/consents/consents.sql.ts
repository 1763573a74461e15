import type { Db } from "#platform/db/db.ts";
import { json, sql, when } from "#platform/db/sql.ts";
import type { ConsentChannel, ConsentEntry, ConsentSource } from "./consents.contract.ts";

/** Of the customer and of those that became part of them. */
export const selectConsents = (
  db: Db,
  customerId: string,
  after: number | null,
  limit: number,
): Promise<ConsentEntry[]> =>
  db.rows(sql`
    select id as number, channel, purpose, state, at, recorded_at, source, proof, actor_name
      from consent_entries
     where customer_id in (select ${customerId}::uuid union all
                           select old_id from customer_merges where customer_id = ${customerId})
       ${when(after, sql`and id < ${after}`)}
     order by id desc limit ${limit}`);

export type SaidConsent = {
  readonly source: ConsentSource;
  readonly proof?: string;
  readonly actor: string;
};

/** For the rest of the transaction: where the consents come from that customers are written with (0068). */
export const sayConsents = (db: Db, said: SaidConsent): Promise<number> =>
  db.run(sql`select set_config('kaunter.consent', ${json(said)}, true)`);

export const insertConsent = (
  db: Db,
  entry: SaidConsent & {
    readonly customerId: string;
    readonly channel: ConsentChannel;
    readonly state: ConsentEntry["state"];
    readonly at: Date;
    readonly now: Date;
  },
): Promise<number> =>
  db.run(sql`
    insert into consent_entries (customer_id, channel, state, at, recorded_at, source, proof, actor_name)
    values (${entry.customerId}, ${entry.channel}, ${entry.state}, ${entry.at}, ${entry.now}, ${entry.source},
            ${entry.proof ?? ""}, ${entry.actor})`);
