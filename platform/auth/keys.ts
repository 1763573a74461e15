import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { eachAlone } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import type { Standing } from "#platform/permissions/standing.ts";
import { noteSecurityEvent } from "#platform/security/events.ts";
import type { Company } from "#platform/tenancy/companies.ts";
import { type KeyRow, selectKey, upsertKeyUse } from "./keys.sql.ts";
import { networkOf } from "./limits.ts";
import type { Rights } from "./sessions.ts";

const SHAPE = /^kau_([a-z0-9]{8})_[\w-]{43}$/;
const WRITTEN_EVERY_MS = 60_000;
/** Whatever its maker may, but for keys themselves. */
export const isForKey = (permission: string): boolean => !permission.startsWith("companies.keys.");

/** Who a key acts for, and with what: as it stands at this request. */
export type KeyHolder = {
  readonly keyId: string;
  readonly accountId: string;
  /** As it stands in the audit log: the person, and by which key. */
  readonly name: string;
  readonly company: Company;
  readonly standing: Standing;
};

/** A key that nobody can guess: 256 random bits after a prefix to find it by. */
export function newKey(): { key: string; prefix: string; hash: Buffer } {
  const prefix = [...randomBytes(8)].map((byte) => LETTERS[byte % LETTERS.length]).join("");
  const key = `kau_${prefix}_${randomBytes(32).toString("base64url")}`;
  return { key, prefix, hash: keyHashOf(key) };
}
// 32 of them, so that each byte falls evenly.
const LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

const keyHashOf = (key: string): Buffer =>
  createHash("sha256").update(`kaunter-key:${key}`).digest();

/** Who holds a key at this moment; null for one that was never made, has expired or was taken back. */
export async function findKeyHolder(
  house: House,
  rights: Rights,
  key: string,
  ip: string,
): Promise<KeyHolder | null> {
  const [, prefix] = SHAPE.exec(key) ?? [];
  if (prefix === undefined) return null;
  const network = networkOf(ip);
  const row = await selectKey(eachAlone(house.control), prefix, network, house.now());
  // Compared in the same time however much of it is right.
  if (row === null || !timingSafeEqual(row.secretHash, keyHashOf(key))) return null;
  await noteUse(house, row, network, ip);
  return holderOf(row, rights);
}

/** Once a minute and network, so that a busy key costs no write a request. */
async function noteUse(house: House, row: KeyRow, network: string, ip: string): Promise<void> {
  const now = house.now();
  if (row.usedAt !== null && now.getTime() - row.usedAt.getTime() < WRITTEN_EVERY_MS) return;
  const use = await upsertKeyUse(eachAlone(house.control), row.keyId, network, now);
  if (use?.isNew)
    noteSecurityEvent(house, {
      kind: "api_key.new_network",
      companyId: row.companyId,
      accountId: row.accountId,
      ip,
      detail: { key: row.keyId },
    });
}

function holderOf(row: KeyRow, rights: Rights): KeyHolder {
  const { companyId: id, companyName: name, country, zone, currency, region } = row;
  const { status, endsAt, readOnlyAt } = row;
  const held = { key: row.role, id: row.roleId, name: row.roleName, rules: row.roleRules };
  return {
    keyId: row.keyId,
    accountId: row.accountId,
    name: `${row.name} (key: ${row.keyName})`,
    company: { id, name, country, zone, currency, region, status, endsAt, readOnlyAt },
    standing: narrowedTo(row.scopes, rights(held, row.team)),
  };
}

/** Never more than the role allows now, and of that what the key was made for. */
function narrowedTo(scopes: readonly string[] | null, standing: Standing): Standing {
  const wanted = scopes === null ? null : new Set(scopes);
  const permissions = new Set(
    [...standing.permissions].filter((one) => isForKey(one) && (wanted?.has(one) ?? true)),
  );
  return { ...standing, permissions };
}
