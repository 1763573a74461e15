import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { canonical } from "#platform/audit/verifier.ts";
import { readDownloadToken } from "#platform/auth/download-tokens.ts";
import { eachAlone } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import type { CompanyAccess } from "#platform/tenancy/companies.ts";
import { takeDownload } from "./chain.sql.ts";
import { aboutLog, entriesOf } from "./chain.ts";

/** Whose log a token opens, which it does once. Null for every other text. */
export async function openDownload(house: House, shown: string): Promise<CompanyAccess | null> {
  const token = readDownloadToken(shown);
  const access = token === null ? null : await house.companies.access(token.companyId);
  if (token === null || access === null) return null;
  const isOpen = await takeDownload(eachAlone(access.pool), token.hash, house.now());
  return isOpen ? access : null;
}

/** The log as lines of JSON, packed: what it is, its heads, then its entries by lane and position. */
export async function logFile(house: House, access: CompanyAccess): Promise<Readable> {
  const { log, keys, heads, tips, gaps } = await aboutLog(house, access);
  const about = {
    format: "kaunter.audit.1",
    company: access.company.name,
    writtenAt: house.now().toISOString(),
    log,
    keys,
    tips,
    gaps,
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
