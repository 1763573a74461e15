import { newId } from "#kernel/ids.ts";
import { eachAlone } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import type { BackupId } from "./backups.contract.ts";
import { whyNotReturn } from "./backups.rules.ts";
import {
  type BackupRow,
  insertAsked,
  markUnverified,
  selectBackup,
  selectBackupCompany,
  selectRegion,
  selectTouched,
} from "./backups.sql.ts";
import { insertReturn, selectLastReturn } from "./returns.sql.ts";

/** What the operator's commands ask for; who works on backups does it next. */
export async function askForBackups(
  house: House,
  companyIds: readonly string[],
  askedBy: string,
): Promise<void> {
  const control = eachAlone(house.control);
  for (const companyId of companyIds) {
    const { region } = await selectRegion(control, companyId);
    const id = newId<"backup">();
    await insertAsked(control, { id, companyId, region, askedBy, now: house.now() });
  }
}

/** Has one proven anew, or the newest of each company. Answers whose they are. */
export const askForProof = (house: House, id: BackupId | null): Promise<string[]> =>
  markUnverified(eachAlone(house.control), id);

/** Made or proven since then. */
export const backupsOf = (house: House, companyId: string, since: Date): Promise<BackupRow[]> =>
  selectTouched(eachAlone(house.control), companyId, since);

/** Answers whose it is, or why it cannot be. */
export async function askForReturn(
  house: House,
  id: BackupId,
  askedBy: string,
): Promise<{ readonly companyId: string } | { readonly why: string }> {
  const control = eachAlone(house.control);
  const found = await selectBackupCompany(control, id);
  if (found === null) return { why: "There is no such backup." };
  const { companyId } = found;
  const backup = await selectBackup(control, companyId, id);
  const why = whyNotReturn(backup, await selectLastReturn(control, companyId));
  if (why !== null) return { why };
  const asked = { id: newId<"company_return">(), companyId, backupId: id, askedBy };
  await insertReturn(control, { ...asked, now: house.now() });
  return { companyId };
}
