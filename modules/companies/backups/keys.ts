import { createHash, randomBytes } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { newBackupKey } from "#platform/backup/sealing.ts";
import type { Store } from "#platform/backup/store.ts";
import { houseColumn, type SealedColumn } from "#platform/crypto/sealed-columns.ts";
import { derivedKey, openBytes, sealBytes } from "#platform/crypto/sealing.ts";
import { eachAlone } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { deleteKey, insertKey, markShared, selectKey, selectRegion } from "./backups.sql.ts";
import { storeOf } from "./store.ts";

const PURPOSE = "backup-key";
const SHARE = "backup-share";
const SHARE_ID = 1;
const contextOf = (companyId: string): string => `backup_keys.sealed:${companyId}`;

export const sealedBackupKeys: readonly SealedColumn[] = [
  houseColumn("backup_keys", "sealed", PURPOSE, "company_id"),
];

/**
 * The company's own, made with its first backup: an age identity, `AGE-SECRET-KEY-1…`. It is sealed twice: under the master
 * key, in the control database; and under a second key of the company's own that lies beside its backups and in no database.
 * When that one is destroyed, no copy of the database from an earlier day opens a backup again.
 */
export async function backupKeyOf(house: House, companyId: string): Promise<string> {
  const control = eachAlone(house.control);
  const known = await selectKey(control, companyId);
  if (known?.share != null) return open(house, companyId, known.sealed, known.share);
  const plain = known === null ? await newBackupKey() : openOuter(house, companyId, known.sealed);
  const { share, sealed } = await seal(house, companyId, plain.toString());
  const isOurs =
    known === null
      ? await insertKey(control, { companyId, sealed, share, now: house.now() })
      : await markShared(control, { companyId, was: known.sealed, sealed, share });
  // Another process was faster: its second key is the one that counts.
  if (isOurs === 0) await storeOf(house).remove(share);
  return isOurs === 0 ? backupKeyOf(house, companyId) : plain.toString();
}

/** No copy of a backup or of an export opens after this, wherever it lies. */
export async function destroyBackupKey(house: House, companyId: string): Promise<void> {
  const control = eachAlone(house.control);
  const known = await selectKey(control, companyId);
  if (known?.share != null) await storeOf(house).remove(known.share);
  await deleteKey(control, companyId);
}

async function open(
  house: House,
  companyId: string,
  sealed: string,
  share: string,
): Promise<string> {
  const key = keyFrom(await shareIn(storeOf(house), share), companyId);
  const inner = openOuter(house, companyId, sealed);
  return openBytes((id) => (id === SHARE_ID ? key : undefined), companyId, inner).toString();
}

async function seal(house: House, companyId: string, plain: string) {
  const bytes = randomBytes(32);
  const { region } = await selectRegion(eachAlone(house.control), companyId);
  const mark = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  const share = `${region}/${companyId}/${mark}.share`;
  const key = { id: SHARE_ID, key: keyFrom(bytes, companyId) };
  const inner = sealBytes(key, companyId, Buffer.from(plain));
  await storeOf(house).put(share, once(bytes));
  return { share, sealed: house.keys.sealForHouse(PURPOSE, contextOf(companyId), inner) };
}

const openOuter = (house: House, companyId: string, sealed: string): Buffer =>
  house.keys.openForHouse(PURPOSE, contextOf(companyId), sealed);

const keyFrom = (share: Uint8Array, companyId: string) => derivedKey(share, companyId, SHARE);

const shareIn = (store: Store, name: string): Promise<Buffer> => buffer(store.get(name));

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
