import { randomBytes } from "node:crypto";
import pg from "pg";
import type { Log } from "#platform/log/log.ts";

/** Short words between the house's processes, over the control database. Hints only: one may be lost when a line breaks. */
export type Signals = {
  /** To every process, this one included. */
  send(channel: string, messages: readonly string[]): Promise<void>;
  on(channel: string, hear: (message: string) => void): () => void;
  /** Tells the senders' own messages apart. */
  readonly self: string;
  close(): Promise<void>;
};

const RECONNECT_MS = [50, 200, 1000, 5000];

/** One connection that listens, made again whenever it breaks. */
export function createSignals(control: pg.Pool, url: string, log: Log): Signals {
  const hearers = new Map<string, Set<(message: string) => void>>();
  let isClosed = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let client: pg.Client | null = null;
  let connecting: Promise<void> = listen();

  async function listen(): Promise<void> {
    const fresh = new pg.Client({
      connectionString: url,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      application_name: "kaunter signals",
    });
    fresh.on("error", () => undefined);
    fresh.once("end", () => again(fresh));
    fresh.on("notification", ({ channel, payload }) => {
      for (const hear of hearers.get(channel) ?? []) hear(payload ?? "");
    });
    client = fresh;
    try {
      await fresh.connect();
      for (const channel of hearers.keys()) await fresh.query(listenTo(channel));
      failures = 0;
    } catch (error) {
      if (failures <= 1) log.warn({ err: error }, "cannot listen to the other processes; trying");
      await fresh.end().catch(() => undefined);
      again(fresh);
    }
  }

  function again(broken: pg.Client): void {
    if (isClosed || client !== broken) return;
    client = null;
    timer = setTimeout(
      () => {
        connecting = listen();
      },
      RECONNECT_MS[Math.min(failures, RECONNECT_MS.length - 1)],
    );
    failures += 1;
  }

  return {
    self: randomBytes(6).toString("base64url"),
    send: async (channel, messages) => {
      await control.query("select pg_notify($1, message) from unnest($2::text[]) as message", [
        channel,
        messages,
      ]);
    },
    on: (channel, hear) => {
      const known = hearers.get(channel);
      if (known === undefined) {
        hearers.set(channel, new Set([hear]));
        // In turn, for they share the connection; listening twice is listening once.
        connecting = connecting.then(async () => {
          await client?.query(listenTo(channel)).catch((error: unknown) => {
            if (!isClosed) log.warn({ err: error }, "cannot listen to a channel");
          });
        });
      } else known.add(hear);
      return () => hearers.get(channel)?.delete(hear);
    },
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await connecting.catch(() => undefined);
      await client?.end().catch(() => undefined);
    },
  };
}

const listenTo = (channel: string): string => `listen ${pg.escapeIdentifier(channel)}`;
