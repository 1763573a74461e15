import { whyNotFrom } from "./origin.rules.ts";
import type { RawKnock } from "./raw.ts";

/** A page of somebody else's has no business here, even if it knew the address. */
export function isForeign({ headers }: RawKnock, publicUrl: string): boolean {
  const text = (name: string) => {
    const value = headers[name];
    return Array.isArray(value) ? value.join(", ") : value;
  };
  const [origin, fetchSite] = [text("origin"), text("sec-fetch-site")];
  if (origin === undefined && fetchSite === undefined) return false;
  const from = {
    method: "POST",
    host: headers.host ?? "",
    fetchMode: undefined,
    origin,
    fetchSite,
  };
  return whyNotFrom(from, publicUrl) !== null;
}
