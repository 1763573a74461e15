import { createHash } from "node:crypto";
import { showId } from "#kernel/ids.ts";
import type { EndingId } from "./endings.contract.ts";
import type { Plan } from "./endings.rules.ts";

type Ended = {
  readonly id: EndingId;
  readonly companyId: string;
  readonly region: string;
  readonly cancelledAt: Date;
};

/**
 * What the house signs of a company that is no more. It is kept for good, so it names the company by its id and by a hash of
 * its name: whoever knows the name finds that it fits, and nobody else learns it.
 */
export function deletedStatement(
  ending: Ended,
  said: {
    readonly house: string;
    readonly name: string;
    readonly at: Date;
    readonly backupsGoBy: Date;
    readonly plan: Plan;
    readonly rowsOfTheHouse: readonly { fromTable: string; rowCount: number }[];
  },
): string {
  const { plan } = said;
  return lined({
    format: "kaunter-deletion/1",
    house: said.house,
    ending: showId("ending", ending.id),
    company: showId("company", ending.companyId),
    nameSha256: nameHash(ending.companyId, said.name),
    region: ending.region,
    cancelledAt: ending.cancelledAt.toISOString(),
    destroyedAt: said.at.toISOString(),
    destroyed: {
      databases: plan.databases.map(({ name }) => name),
      loginRole: plan.databases.find(({ isMain }) => isMain)?.name ?? null,
      bytes: plan.bytes,
      rows: (plan.tables ?? []).reduce((sum, { rows }) => sum + rows, 0),
      tables: plan.tables,
      keys: plan.keys,
      exports: plan.exports.length,
      rowsOfTheHouse: Object.fromEntries(
        said.rowsOfTheHouse.map(({ fromTable, rowCount }) => [fromTable, rowCount]),
      ),
    },
    backups: {
      copies: plan.backups.length,
      unreadableSince: said.at.toISOString(),
      goneBy: said.backupsGoBy.toISOString(),
    },
  });
}

export const backupsGoneStatement = (ending: Pick<Ended, "id" | "companyId">, at: Date): string =>
  lined({
    format: "kaunter-backups-gone/1",
    ending: showId("ending", ending.id),
    company: showId("company", ending.companyId),
    goneAt: at.toISOString(),
  });

const nameHash = (companyId: string, name: string): string =>
  createHash("sha256")
    .update(`${showId("company", companyId)} ${name}`)
    .digest("hex");

const lined = (value: object): string => JSON.stringify(value, null, 1);
