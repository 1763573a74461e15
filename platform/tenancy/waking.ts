import type pg from "pg";
import { transaction } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { Log } from "#platform/log/log.ts";
import type { Signals } from "./signals.ts";
import { type HearPoke, WAKE_KEPT_MS, type Wakes } from "./wakes.ts";

const CHANNEL = "kaunter_wakes";
/** A wake that was just written serves the next transactions too: it is kept so much longer than this. */
const WRITE_EVERY_MS = 5_000;
const GATHER_MS = 5;
/** So many companies are remembered as just woken; beyond that the list starts anew. */
const REMEMBERED_MAX = 20_000;

export function createWakes(
  control: pg.Pool,
  signals: Signals,
  log: Log,
): Wakes & { close(): Promise<void> } {
  const writtenAt = new Map<string, number>();
  const hearers = new Set<HearPoke>();
  const toPass = new Set<string>();
  let stopHearing: (() => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  let passing: Promise<void> = Promise.resolve();

  async function wake(companyId: string): Promise<void> {
    const before = performance.now();
    if (before - (writtenAt.get(companyId) ?? Number.NEGATIVE_INFINITY) < WRITE_EVERY_MS) return;
    await writeWake(control, companyId);
    if (writtenAt.size >= REMEMBERED_MAX) writtenAt.clear();
    // Counted from before it was written, so that the memory is never the younger of the two.
    writtenAt.set(companyId, before);
  }

  function poke(companyId: string): void {
    if (hearers.size === 0) passOn(companyId);
    else for (const hear of hearers) hear(companyId, true);
  }

  function passOn(companyId: string): void {
    toPass.add(companyId);
    timer ??= setTimeout(passAll, GATHER_MS);
  }

  function passAll(): void {
    timer = undefined;
    const messages = [...toPass].map((companyId) => `${signals.self} ${companyId}`);
    toPass.clear();
    passing = signals
      .send(CHANNEL, messages)
      // Their next look finds it.
      .catch((error: unknown) => log.warn({ err: error }, "the workers were not told"));
  }

  function onPoke(hear: HearPoke): () => void {
    hearers.add(hear);
    stopHearing ??= signals.on(CHANNEL, (message) => {
      const [from, companyId = ""] = message.split(" ");
      if (from !== signals.self) for (const each of hearers) each(companyId, false);
    });
    return () => hearers.delete(hear);
  }

  return {
    wake,
    poke,
    onPoke,
    passOn,
    close: async () => {
      stopHearing?.();
      clearTimeout(timer);
      if (toPass.size > 0) passAll();
      await passing;
    },
  };
}

async function writeWake(control: pg.Pool, companyId: string): Promise<void> {
  await transaction(control, "read write", (db) =>
    db.run(sql`
      insert into wakes (company_id, due_at, written_at)
      values (${companyId}, clock_timestamp(), clock_timestamp())
          on conflict (company_id) do update
         set due_at = least(wakes.due_at, excluded.due_at), written_at = clock_timestamp()`),
  );
}

/** Companies whose wake is due, the longest waiting first. */
export async function dueWakes(control: pg.Pool, limit: number): Promise<string[]> {
  const { rows } = await control.query<{ company_id: string }>(
    "select company_id from wakes where due_at <= clock_timestamp() order by due_at limit $1",
    [limit],
  );
  return rows.map((row) => row.company_id);
}

/** The wakes that a process which has just died may have left behind are looked at now, not when it had meant to. */
export async function hastenWakes(control: pg.Pool): Promise<void> {
  await control.query(
    `update wakes set due_at = clock_timestamp()
      where due_at > clock_timestamp() and written_at > clock_timestamp() - $1 * interval '1 millisecond'`,
    [WAKE_KEPT_MS],
  );
}

/**
 * After a drain that began `agoMs` ago and left the next job in `nextInMs`: the wake is moved there, or goes. A younger
 * one is looked at again, at growing distances, for a transaction may have committed behind the drain's back.
 */
export async function settleWake(
  control: pg.Pool,
  companyId: string,
  agoMs: number,
  nextInMs: number | null,
): Promise<void> {
  await transaction(control, "read write", (db) =>
    db.run(sql`
      with settled as (
        select company_id,
               least(
                 clock_timestamp() + ${nextInMs}::float8 * interval '1 millisecond',
                 case when written_at > clock_timestamp() - ${agoMs + WAKE_KEPT_MS}::float8 * interval '1 millisecond'
                      then clock_timestamp() + greatest(interval '1 second', clock_timestamp() - written_at)
                 end) as next_at
          from wakes where company_id = ${companyId} for update
      ), gone as (
        delete from wakes using settled
         where wakes.company_id = settled.company_id and next_at is null
      )
      update wakes set due_at = next_at from settled
       where wakes.company_id = settled.company_id and next_at is not null`),
  );
}

/** Its jobs cannot be reached now. */
export async function postponeWake(
  control: pg.Pool,
  companyId: string,
  byMs: number,
): Promise<void> {
  await control.query(
    `update wakes set due_at = clock_timestamp() + $2 * interval '1 millisecond' where company_id = $1`,
    [companyId, byMs],
  );
}

/** There is no such company any more. */
export async function dropWake(control: pg.Pool, companyId: string): Promise<void> {
  await control.query("delete from wakes where company_id = $1", [companyId]);
}
