import { Socket } from "node:net";
import { transaction } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { bareHost, declaredHosts, isHere } from "./declared.rules.ts";
import { countEgress, type EgressCount } from "./egress.sql.ts";

/** Every connection that this process makes, counted by host; what nobody declared is turned back. */
export type Egress = {
  /** Writes what was counted since the last time. */
  flush(): Promise<void>;
  close(): Promise<void>;
};

type Target = { readonly host: string; readonly port: number; readonly name: string };
type Connect = typeof Socket.prototype.connect;

/** Where the probe tries to go: turned back it is no news. */
export const DRILL_HOST = "undeclared.invalid";

const FLUSH_MS = 30_000;
const HOSTS_MAX = 500;

/**
 * All of Node's ways out (fetch, TLS, the database, mail) end in one method of one class, and there this stands. A host is
 * declared by a setting: the database, the mail server, the house's own address. Guards against what our code or a package
 * does by mistake or unasked; it is no prison for code that means to break out.
 */
export function watchEgress(
  house: House,
  databaseUrl: string,
  options: { readonly isTurningBack: boolean } = { isTurningBack: true },
): Egress {
  const { smtpUrl, publicUrl, backupPlaces, clusters, stripe } = house.config;
  const servers = clusters.others.map(({ url }) => url);
  const stores = backupPlaces.map(({ at }) => at.endpoint);
  const others = [smtpUrl, publicUrl, stripe?.url ?? null];
  const declared = declaredHosts([databaseUrl, ...servers, ...others, ...stores]);
  const counts = new Map<string, EgressCount>();
  const connect: Connect = Socket.prototype.connect;

  function watched(this: Socket, ...args: Parameters<Connect>): Socket {
    const target = targetOf(args);
    if (target === null || isHere(target.host)) return connect.apply(this, args);
    const isDeclared = declared.has(target.host) || declared.has(target.name);
    const wasLetOut = isDeclared || !options.isTurningBack;
    const isDrill = target.host === DRILL_HOST && !wasLetOut;
    if (!isDrill)
      count({ host: target.name || target.host, port: target.port, isDeclared, wasLetOut });
    if (wasLetOut) return connect.apply(this, args);
    if (!isDrill)
      house.log.error(
        { host: target.host, port: target.port },
        "an undeclared host was turned back",
      );
    return this.destroy(new UndeclaredHost(target.host));
  }

  function count(one: Omit<EgressCount, "count">): void {
    const key = JSON.stringify(one);
    const known = counts.get(key);
    if (known === undefined && counts.size >= HOSTS_MAX) return;
    counts.set(key, { ...one, count: (known?.count ?? 0) + 1 });
  }

  async function flush(): Promise<void> {
    const gathered = [...counts.values()];
    counts.clear();
    if (gathered.length === 0) return;
    await transaction(house.control, "read write", (db) =>
      countEgress(db, gathered, house.now()),
    ).catch((error: unknown) => house.log.error({ err: error }, "connections were not counted"));
  }

  Socket.prototype.connect = watched as Connect;
  const timer = setInterval(() => void flush(), FLUSH_MS);
  timer.unref();
  return {
    flush,
    close: async () => {
      clearInterval(timer);
      // Whoever watches above this one goes first.
      if (Socket.prototype.connect === (watched as Connect)) Socket.prototype.connect = connect;
      await flush();
    },
  };
}

export class UndeclaredHost extends Error {
  override readonly name = "UndeclaredHost";
  readonly code = "EUNDECLARED";
  constructor(host: string) {
    super(`${host} is not a host that the settings declare`);
  }
}

/** Null for a socket of this machine's file system. Some callers look the address up themselves and name the host beside. */
function targetOf(args: readonly unknown[]): Target | null {
  const [first, second] = args;
  const said = Array.isArray(first) ? first[0] : first;
  if (typeof said === "object" && said !== null) {
    const { path, host, port, servername } = said as Record<string, unknown>;
    if (typeof path === "string" && path !== "") return null;
    return {
      host: bareHost(String(host ?? "localhost")),
      port: Number(port),
      name: bareHost(String(servername ?? "")),
    };
  }
  if (typeof said === "string" && !/^\d+$/.test(said)) return null;
  const host = typeof second === "string" ? second : "localhost";
  return { host: bareHost(host), port: Number(said), name: "" };
}
