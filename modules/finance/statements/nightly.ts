import { type Db, eachAlone, transaction } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import type { CompanyAccess } from "#platform/tenancy/companies.ts";
import { CHECKS, selectOffenders } from "./health.sql.ts";
import { insertCheck, rebuildBalances, selectHasBooks } from "./nightly.sql.ts";

export type Checked = { readonly differingCount: number; readonly unsound: readonly string[] };

/** The night's look at all books, one company after the other. */
export async function checkAllBooks(house: House): Promise<void> {
  for (const id of await house.companies.all()) {
    const access = await house.companies.accessUnlessBehind(id);
    if (access === null || !(await selectHasBooks(eachAlone(access.pool)))) continue;
    await checkBooks(house, access).catch((error: unknown) =>
      house.log.error({ err: error, companyId: id }, "books could not be looked through"),
    );
  }
}

/** What does not hold of the books in a restored copy, which is left as it is. */
export async function inspectBooks(
  _house: House,
  { pool }: Pick<CompanyAccess, "pool">,
): Promise<string[]> {
  const db = eachAlone(pool);
  if (!(await selectHasBooks(db))) return [];
  return (await unsoundIn(db)).map((check) => `books.${check}`);
}

async function unsoundIn(db: Db): Promise<string[]> {
  const unsound: string[] = [];
  for (const [check, statement] of Object.entries(CHECKS))
    if ((await selectOffenders(db, statement, 1)).length > 0) unsound.push(check);
  return unsound;
}

/** Tries everything that must hold; balances that are not their lines are added up anew. What was found is kept. */
export async function checkBooks(house: House, access: CompanyAccess): Promise<Checked> {
  const found = await transaction(access.pool, "read write", async (db) => {
    const unsound = await unsoundIn(db);
    const differingCount = await rebuildBalances(db);
    await insertCheck(db, { at: house.now(), differingCount, unsound });
    return { differingCount, unsound };
  });
  if (found.unsound.length > 0)
    house.log.error({ companyId: access.company.id, ...found }, "the books are not sound");
  house.live.publish(access.company.id, ["finance.statements"]);
  return found;
}
