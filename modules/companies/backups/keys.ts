import { newBackupKey } from "#platform/backup/sealing.ts";
import { houseColumn, type SealedColumn } from "#platform/crypto/sealed-columns.ts";
import { eachAlone } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { insertKey, selectKey } from "./backups.sql.ts";

const PURPOSE = "backup-key";
const contextOf = (companyId: string): string => `backup_keys.sealed:${companyId}`;

export const sealedBackupKeys: readonly SealedColumn[] = [
  houseColumn("backup_keys", "sealed", PURPOSE, "company_id"),
];

/** The company's own, made with its first backup: an age identity, `AGE-SECRET-KEY-1…`. */
export async function backupKeyOf(house: House, companyId: string): Promise<string> {
  const control = eachAlone(house.control);
  const known = await selectKey(control, companyId);
  if (known !== null) return open(house, companyId, known.sealed);
  const sealed = house.keys.sealForHouse(PURPOSE, contextOf(companyId), await newBackupKey());
  await insertKey(control, companyId, sealed, house.now());
  const kept = await selectKey(control, companyId);
  if (kept === null) throw new Error("a company's backup key was not kept");
  return open(house, companyId, kept.sealed);
}

const open = (house: House, companyId: string, sealed: string): string =>
  house.keys.openForHouse(PURPOSE, contextOf(companyId), sealed).toString();
