import pg from "pg";
import type { Log } from "#platform/log/log.ts";

/**
 * Who sees to what: one worker process at a time drains a company, so that whoever holds the lease knows that a job
 * which looks running was left by a process that died. A lease ends with its holder's connection, however that ends.
 */
export type Leases = {
  take(what: string): Promise<boolean>;
  giveBack(what: string): Promise<void>;
  close(): Promise<void>;
};

export function createLeases(controlUrl: string, log: Log): Leases {
  let holder: Promise<pg.Client> | null = null;
  /** One statement after the other: they share the connection. */
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };

  function connection(): Promise<pg.Client> {
    holder ??= connect();
    return holder;
  }

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: controlUrl,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      application_name: "kaunter leases",
    });
    client.on("error", (error) => log.warn({ err: error }, "the leases' connection broke"));
    // The next who asks connects anew; also when this attempt fails.
    client.once("end", () => {
      holder = null;
    });
    try {
      await client.connect();
    } catch (error) {
      holder = null;
      throw error;
    }
    return client;
  }

  async function take(what: string): Promise<boolean> {
    const client = await connection();
    const { rows } = await client.query<{ taken: boolean }>({
      name: "take",
      text: "select pg_try_advisory_lock(hashtextextended($1, 0)) as taken",
      values: [what],
    });
    return rows[0]?.taken === true;
  }

  async function giveBack(what: string): Promise<void> {
    // Without the connection it is gone already.
    const client = await holder?.catch(() => null);
    await client
      ?.query({
        name: "give_back",
        text: "select pg_advisory_unlock(hashtextextended($1, 0))",
        values: [what],
      })
      .catch(() => undefined);
  }

  return {
    take: (what) => inTurn(() => take(what)),
    giveBack: (what) => inTurn(() => giveBack(what)),
    close: () =>
      inTurn(async () => {
        const client = await holder?.catch(() => null);
        await client?.end().catch(() => undefined);
      }),
  };
}
