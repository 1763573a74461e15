import { isLoopbackIp } from "#platform/http/hosts.rules.ts";

/** Where the settings say that the program may connect to. This machine itself is nobody else. */
export function declaredHosts(urls: readonly (string | null)[]): ReadonlySet<string> {
  const hosts = urls.flatMap((text) => {
    const url = text === null ? null : URL.parse(text);
    if (url === null) return [];
    return [url.searchParams.get("host") ?? url.hostname];
  });
  return new Set(hosts.map(bareHost).filter((host) => host !== ""));
}

export const isHere = (host: string): boolean => host === "localhost" || isLoopbackIp(host);

export const bareHost = (host: string): string => host.replace(/^\[(.*)\]$/, "$1").toLowerCase();
