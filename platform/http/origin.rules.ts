import type { Reason } from "#kernel/errors.ts";
import { isLoopbackHost } from "./hosts.rules.ts";

/** What a browser says about where a request comes from. */
export type From = {
  readonly method: string;
  readonly host: string;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
  readonly fetchMode: string | undefined;
};

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * A request that changes something must come from our own pages. `Origin` proves it, and is on every such request of
 * every browser; where it is missing, `Sec-Fetch-Site: same-origin` does, which no page can write either. A program that
 * sends neither is asked to send `Origin`: it has no cookies that another page could lend it.
 */
export function whyNotFrom(from: From, publicUrl: string): Reason | null {
  const { origin, fetchSite } = from;
  if (SAFE.has(from.method)) return whyNotRead(from);
  if (fetchSite !== undefined && fetchSite !== "same-origin" && fetchSite !== "none")
    return "platform.origin.foreign";
  if (origin !== undefined)
    return isOurs(origin, from.host, publicUrl) ? null : "platform.origin.foreign";
  return fetchSite === "same-origin" ? null : "platform.origin.missing";
}

/** Another site may lead a person here, but not load our data into its page. */
function whyNotRead({ fetchSite, fetchMode }: From): Reason | null {
  const isForeign = fetchSite === "cross-site" || fetchSite === "same-site";
  return isForeign && fetchMode !== "navigate" ? "platform.origin.foreign" : null;
}

/**
 * The public address; and on a house that lives on loopback any name of loopback under which the page itself was
 * opened: `localhost` for `127.0.0.1`, or a forwarded port. Such a name cannot be pointed elsewhere by a stranger.
 */
function isOurs(origin: string, host: string, publicUrl: string): boolean {
  if (origin === publicUrl) return true;
  const home = new URL(publicUrl);
  if (home.protocol !== "http:" || !isLoopbackHost(home.host)) return false;
  return isLoopbackHost(host) && origin === `http://${host}`;
}
