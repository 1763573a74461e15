import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { canonical } from "#platform/audit/verifier.ts";
import { eachAlone } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import type { CompanyAccess } from "#platform/tenancy/companies.ts";
import { takeDownload } from "./chain.sql.ts";
import { aboutLog, entriesOf } from "./chain.ts";

const SECRET_BYTES = 32;
const hashOf = (token: Buffer): Buffer => createHash("sha256").update(token).digest();

/** The company's id, so that the door finds its database, and a secret. */
export function newDownloadToken(companyId: string): { shown: string; hash: Buffer } {
  const id = Buffer.from(companyId.replaceAll("-", ""), "hex");
  const token = Buffer.concat([id, randomBytes(SECRET_BYTES)]);
  return { shown: token.toString("base64url"), hash: hashOf(token) };
}

/** Whose log a token opens, which it does once. Null for every other text. */
export async function openDownload(house: House, shown: string): Promise<CompanyAccess | null> {
  const token = Buffer.from(shown, "base64url");
  if (token.length !== 16 + SECRET_BYTES) return null;
  const id = token
    .toString("hex", 0, 16)
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  const access = await house.companies.access(id);
  if (access === null) return null;
  const isOpen = await takeDownload(eachAlone(access.pool), hashOf(token), house.now());
  return isOpen ? access : null;
}

/** The log as lines of JSON, packed: what it is, its heads, then its entries by lane and position. */
export async function logFile(house: House, access: CompanyAccess): Promise<Readable> {
  const { log, keys, heads, tips } = await aboutLog(house, access);
  const about = {
    format: "kaunter.audit.1",
    company: access.company.name,
    writtenAt: house.now().toISOString(),
    log,
    keys,
    tips,
  };
  async function* lines(): AsyncGenerator<string> {
    yield `${[about, ...heads].map(canonical).join("\n")}\n`;
    for await (const page of entriesOf(access)) yield `${page.map(canonical).join("\n")}\n`;
  }
  const packed = createGzip();
  const plain = Readable.from(lines());
  plain.on("error", (error) => packed.destroy(error));
  packed.on("close", () => plain.destroy());
  return plain.pipe(packed);
}
