import { BlockList, isIP, isIPv6 } from "node:net";
import type { Reason } from "#kernel/errors.ts";

const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/** A name in a Host header that always means this very machine. */
export const isLoopbackHost = (host: string): boolean => LOOPBACK_HOST.test(host);

/** Whether the address of a connection is this machine's. */
export function isLoopbackIp(ip: string): boolean {
  const bare = ip.replace(/^::ffff:(?=\d+\.)/i, "");
  return bare === "::1" || /^127(?:\.\d{1,3}){3}$/.test(bare);
}

/**
 * Only the public name and loopback are answered. A stranger's name that leads here (DNS rebinding) would make their
 * page ours in the eyes of a browser.
 */
export function whyNotHost(host: string, publicUrl: string): Reason | null {
  const isKnown = host.toLowerCase() === new URL(publicUrl).host || isLoopbackHost(host);
  return isKnown ? null : "platform.host.unknown";
}

export type Way = {
  /** The address at the other end of the connection itself. */
  readonly peer: string;
  readonly forwardedProto: string | undefined;
};

/**
 * Nothing travels in the clear but on this machine. From elsewhere only a declared proxy may connect, and it must say
 * that it was reached over TLS; on loopback it may stay silent, as a health check does, but not say otherwise.
 */
export function whyNotSecure(way: Way, isTrusted: (ip: string) => boolean): Reason | null {
  const isLocal = isLoopbackIp(way.peer);
  if (!isTrusted(way.peer)) return isLocal ? null : "platform.connection.not_secure";
  if (way.forwardedProto === undefined) return isLocal ? null : "platform.connection.not_secure";
  const nearest = way.forwardedProto.split(",").at(-1)?.trim().toLowerCase();
  return nearest === "https" ? null : "platform.connection.not_secure";
}

/** Whether an address is one of the declared proxies: single addresses and ranges. */
export function proxyList(proxies: readonly string[]): (ip: string) => boolean {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = "", bits] = proxy.split("/");
    const family = isIPv6(address) ? "ipv6" : "ipv4";
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (ip) => {
    const bare = ip.replace(/^::ffff:(?=\d+\.)/i, "");
    return isIP(bare) !== 0 && list.check(bare, isIPv6(bare) ? "ipv6" : "ipv4");
  };
}
