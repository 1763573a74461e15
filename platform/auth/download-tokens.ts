import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";

const SECRET_BYTES = 32;
const hashOf = (token: Buffer): Buffer => createHash("sha256").update(token).digest();

/**
 * What opens one file once. A browser's own download has no way to say more than its address: that is the key. It holds the
 * company's id, so that the door finds its database, and a secret of which only the hash is kept.
 */
export const newDownloadToken = (companyId: string): { shown: string; hash: Buffer } =>
  downloadTokenOf(companyId, randomBytes(SECRET_BYTES));

/** The same of a secret that can be worked out again, by nobody but the house: for an address that is shown more than once. */
export function downloadTokenOf(
  companyId: string,
  secret: Buffer,
): { shown: string; hash: Buffer } {
  assert(secret.length === SECRET_BYTES);
  const id = Buffer.from(companyId.replaceAll("-", ""), "hex");
  const token = Buffer.concat([id, secret]);
  return { shown: token.toString("base64url"), hash: hashOf(token) };
}

/** Which company it is of, and the hash to look for there. Null for every other text. */
export function readDownloadToken(shown: string): { companyId: string; hash: Buffer } | null {
  const token = Buffer.from(shown, "base64url");
  if (token.length !== 16 + SECRET_BYTES) return null;
  const companyId = token
    .toString("hex", 0, 16)
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return { companyId, hash: hashOf(token) };
}
