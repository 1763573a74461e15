import { randomUUID } from "node:crypto";
import { newId } from "#kernel/ids.ts";
import { type Db, transaction } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";

/** A hash of 16 random bytes that nobody kept. */
const NOBODYS = "$2b$12$fL7jAcrDJmougJqGHve8Y.i9Q947HWSoagz59Yjd5bRv.jYP.7HsS";

/** An account that exists only in the caller's transaction, which is always taken back. */
export async function insertDrillAccount(db: Db, now: Date): Promise<string> {
  const id = newId<"account">();
  await db.run(sql`
    insert into accounts (id, email, name, locale, password_hash, verified_at, adult_at, terms_at, created_at, changed_at)
    values (${id}, ${`${randomUUID()}@probe.invalid`}, 'Probe', 'en', ${NOBODYS}, null, ${now}, ${now}, ${now}, ${now})`);
  return id;
}

/** Its second step, of which no code was used since step 1. */
export const insertDrillFactor = (db: Db, accountId: string, now: Date): Promise<number> =>
  db.run(sql`
    insert into factors (account_id, sealed, used_step, confirmed_at) values (${accountId}, 'v1', 1, ${now})`);

export const selectFactorsCount = (db: Db): Promise<{ count: number }> =>
  db.one(sql`select count(*)::int as count from factors`, "trust.factor");

export const markDrillEpochRaised = (db: Db, accountId: string): Promise<number> =>
  db.run(sql`update accounts set epoch = epoch + 1 where id = ${accountId}`);

/** Whatever the work did is undone; what it found is kept. */
export const takenBack = <T>(
  work: (db: Db) => Promise<T>,
  pool: Parameters<typeof transaction>[0],
): Promise<T> => undone((tries) => transaction(pool, "read write", tries), work);

/** The same of whatever runs its work in a transaction. */
export async function undone<Ctx, T>(
  run: (tries: (ctx: Ctx) => Promise<never>) => Promise<unknown>,
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  let found: { readonly value: T } | null = null;
  try {
    await run(async (ctx) => {
      found = { value: await work(ctx) };
      throw new TakeBack();
    });
  } catch (error) {
    if (!(error instanceof TakeBack)) throw error;
  }
  return (found as unknown as { value: T }).value;
}
class TakeBack extends Error {}
