import { selectState, selectTables } from "#platform/backup/tables.sql.ts";
import { companyKeysCount } from "#platform/crypto/company-keys.ts";
import { eachAlone, transaction } from "#platform/db/db.ts";
import { dropCompanyDatabase } from "#platform/tenancy/clones.ts";
import { groundAt } from "#platform/tenancy/clusters.ts";
import {
  databaseBytes,
  deleteCompanyKeys,
  markClosed,
  whyNotItsDatabase,
} from "#platform/tenancy/ending.ts";
import { withAdmin } from "#platform/tenancy/server.ts";
import type { Ground } from "../backups/backups.ts";
import { destroyBackupKey } from "../backups/keys.ts";
import { databasesBeside } from "../backups/leaving.ts";
import { folderOf, storeOf } from "../backups/store.ts";
import { isStone } from "./certificates.ts";
import type { Plan } from "./endings.rules.ts";

/** A company as it is destroyed: by names that are looked up anew at each step. */
export type Doomed = {
  readonly companyId: string;
  readonly region: string;
  readonly databaseName: string;
};

/** Called before each step; whatever happens there, the next look goes on. */
export type OnStep = (step: string) => void;

export class Undoable extends Error {
  override readonly name = "Undoable";
}

/** Looks what belongs to a company, changes nothing, and throws where something of it cannot be told for certain. */
export async function dryRun(ground: Ground, doomed: Doomed): Promise<Plan> {
  const { house, workshop } = await groundAt(ground, doomed.companyId);
  const why = await whyNotItsDatabase(workshop, doomed);
  if (why !== null) throw new Undoable(why);
  const beside = await databasesBeside(house, doomed.companyId);
  const odd = beside.find((name) => !name.startsWith(workshop.names.companyPrefix));
  if (odd !== undefined) throw new Undoable(`${odd} is no database of a company`);
  const files = await storeOf(house).list(folderOf(doomed));
  const bytes = await databaseBytes(workshop.serverUrl, doomed.databaseName);
  return {
    // Its own last: the login goes with it, and may still be named in what a return put aside.
    databases: [
      ...beside.map((name) => ({ name, isMain: false })),
      { name: doomed.databaseName, isMain: true },
    ],
    tables: bytes === null ? null : await tablesOf(workshop.serverUrl, doomed.databaseName),
    bytes: bytes ?? 0,
    keys: await companyKeysCount(workshop, doomed.companyId),
    backups: files.filter((file) => /\.tar\.zst\.age(\.part)?$/.test(file)),
    exports: files.filter((file) => file.includes("/takeout-")),
  };
}

const tablesOf = (serverUrl: string, name: string) =>
  withAdmin(serverUrl, name, async (client) => {
    const states = [];
    for (const table of await selectTables(client)) states.push(await selectState(client, table));
    return states;
  });

/**
 * Everything that a dry run found and nothing else, the keys first: from there on nothing of the company can be read,
 * wherever a copy of it lies. Each step may be done again.
 */
export async function destroy(
  ground: Ground,
  doomed: Doomed,
  plan: Plan,
  onStep: OnStep,
): Promise<void> {
  const { companyId } = doomed;
  const { house, workshop } = await groundAt(ground, companyId);
  const control = eachAlone(house.control);
  onStep("close");
  await markClosed(control, companyId);
  await house.companies.forget(companyId);
  house.live.publish(companyId, ["accounts.me"]);
  onStep("backup key");
  await destroyBackupKey(house, companyId);
  onStep("keys");
  await transaction(house.control, "read write", (db) => deleteCompanyKeys(db, companyId));
  for (const { name } of plan.databases) {
    onStep(`database ${name}`);
    await dropCompanyDatabase(workshop.serverUrl, name);
  }
  onStep("exports");
  for (const file of plan.exports) await storeOf(house).remove(file);
}

/** All copies of backups, and whatever else lies beside them, but the stone. False while something is still there. */
export async function removeCopies({ house }: Ground, place: Doomed | Place): Promise<boolean> {
  const store = storeOf(house);
  for (const file of await store.list(folderOf(place)))
    if (!isStone(file)) await store.remove(file);
  return (await store.list(folderOf(place))).every(isStone);
}
type Place = Pick<Doomed, "companyId" | "region">;
