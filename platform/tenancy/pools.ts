import pg from "pg";
import { gatheringSocket } from "#platform/db/socket.ts";
import type { Log } from "#platform/log/log.ts";
import { createGate, type Gate, TooManyConnections } from "./gate.ts";

/** One small pool to each company that is awake. */
export type Pools = {
  /** Opens nothing yet: connections come with the first use and go after a minute of quiet. */
  open(companyId: string, url: string): pg.Pool;
  close(companyId: string): Promise<void>;
  closeAll(): Promise<void>;
  readonly counts: Gate["counts"];
};

export type PoolLimits = {
  /** Over all companies together. */
  readonly connectionsMax: number;
  readonly perCompanyMax?: number;
  readonly idleMs?: number;
  readonly waitMs?: number;
};

const PER_COMPANY_MAX = 4;
const IDLE_MS = 60_000;
const WAIT_MS = 10_000;

/**
 * Whoever holds a connection of a company may ask for one of the control database, never the other way round, and never
 * for a second one of any company: so nobody who holds waits for somebody who waits.
 */
export function createPools(limits: PoolLimits, log: Log): Pools {
  const pools = new Map<string, pg.Pool>();
  const waitMs = limits.waitMs ?? WAIT_MS;
  const gate = createGate(limits.connectionsMax, closeOneIdle);
  const Client = clientsThrough(gate, waitMs);

  function open(companyId: string, url: string): pg.Pool {
    const known = pools.get(companyId);
    if (known !== undefined) return known;
    const pool = new pg.Pool({
      connectionString: url,
      Client,
      max: limits.perCompanyMax ?? PER_COMPANY_MAX,
      idleTimeoutMillis: limits.idleMs ?? IDLE_MS,
      connectionTimeoutMillis: waitMs + 5_000,
      allowExitOnIdle: true,
      application_name: "kaunter",
      pipeline: true,
      stream: gatheringSocket,
    });
    pool.on("error", (error) => {
      if (!pool.ending) log.warn({ err: error, companyId }, "an idle connection broke");
    });
    // One that breaks in use fails its query; without a listener it would end the process as well.
    pool.on("connect", (client) => client.on("error", () => undefined));
    leaveRoom(pool, gate);
    pools.set(companyId, pool);
    return pool;
  }

  /** Of the pool that was used longest ago; using one moves it to the end. */
  function closeOneIdle(): void {
    for (const pool of pools.values()) {
      if (pool.idleCount <= pool.waitingCount) continue;
      void pool.connect().then(
        (client) => client.release(true),
        () => undefined,
      );
      return;
    }
  }

  return {
    open: (companyId, url) => {
      const pool = open(companyId, url);
      pools.delete(companyId);
      pools.set(companyId, pool);
      return pool;
    },
    close: async (companyId) => {
      const pool = pools.get(companyId);
      pools.delete(companyId);
      await pool?.end();
    },
    closeAll: async () => {
      const all = [...pools.values()];
      pools.clear();
      await Promise.all(all.map((pool) => pool.end()));
    },
    counts: gate.counts,
  };
}

type Connected = ((error: Error) => void) | ((error: null, client: pg.Client) => void);

/** Connections that are made only once there is room for them. */
function clientsThrough(gate: Gate, waitMs: number): typeof pg.Client {
  class GatedClient extends pg.Client {
    override connect(): Promise<pg.Client>;
    override connect(callback: Connected): void;
    override connect(callback?: Connected): Promise<pg.Client> | undefined {
      const connected = this.#connectWithPermit();
      if (callback === undefined) return connected.then(() => this as pg.Client);
      const called = callback as (error?: Error) => void;
      connected.then(() => called(), called);
      return undefined;
    }

    async #connectWithPermit(): Promise<void> {
      const permit = await gate.enter(waitMs);
      this.once("end", () => permit.giveBack());
      try {
        await super.connect();
      } catch (error) {
        permit.giveBack();
        throw isClosedNow(error)
          ? new TooManyConnections("its database is closed for a moment: it is moved or returned")
          : error;
      }
    }
  }
  return GatedClient as unknown as typeof pg.Client;
}

const isClosedNow = (error: unknown): boolean => (error as { code?: string }).code === "55000";

/** A connection that comes back while others wait for room is closed, even if its own company could use it again. */
function leaveRoom(pool: pg.Pool, gate: Gate): void {
  const lend = pool.connect.bind(pool) as (callback: Lent) => void;
  type Lent = (error: Error | undefined, client: pg.PoolClient | undefined, done: Release) => void;
  type Release = (error?: Error | boolean) => void;

  const connect = (callback: Lent): void =>
    lend((error, client, done) => {
      if (client === undefined) return callback(error, client, done);
      const giveBack = client.release.bind(client);
      client.release = (broken) => giveBack(broken ?? gate.isCrowded());
      callback(error, client, (broken) => client.release(broken));
    });

  pool.connect = ((callback?: Lent) => {
    if (callback !== undefined) return connect(callback);
    return new Promise<pg.PoolClient>((resolve, reject) =>
      connect((error, client) => (client === undefined ? reject(error) : resolve(client))),
    );
  }) as pg.Pool["connect"];
}
