import type pg from "pg";
import { type Db, eachAlone } from "#platform/db/db.ts";
import { json, sql } from "#platform/db/sql.ts";
import type { Log } from "#platform/log/log.ts";
import { type Link, newestOf } from "./tips.rules.ts";

export type { Link };

/**
 * The newest entries of companies' logs, noted in the control database a moment after they were committed: who cuts off
 * the end of a log in its own database is found out, but for what was written in the last second before a crash.
 */
export type Tips = {
  /** Call after the commit. */
  note(companyId: string, links: readonly Link[]): void;
  /** Writes what was noted. */
  flush(): Promise<void>;
  close(): Promise<void>;
};

const GATHER_MS = 1_000;

export function createTips(control: pg.Pool, log: Log): Tips {
  const noted = new Map<string, readonly Link[]>();
  let timer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> = Promise.resolve();

  function note(companyId: string, links: readonly Link[]): void {
    if (links.length === 0) return;
    noted.set(companyId, newestOf([...(noted.get(companyId) ?? []), ...links]));
    timer ??= setTimeout(() => void flush(), GATHER_MS);
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    flushing = flushing.then(write);
    return flushing;
  }

  async function write(): Promise<void> {
    const taken = [...noted];
    if (taken.length === 0) return;
    noted.clear();
    try {
      await upsertTips(control, taken);
    } catch (error) {
      log.warn({ err: error }, "the audit logs' tips could not be noted; trying again");
      for (const [companyId, links] of taken) note(companyId, links);
    }
  }

  return {
    note,
    flush,
    close: async () => {
      await flush();
      clearTimeout(timer);
    },
  };
}

/** Several processes note the same company: a tip only ever moves on. In one order, so that none waits for the other. */
async function upsertTips(
  control: pg.Pool,
  taken: readonly (readonly [string, readonly Link[]])[],
): Promise<void> {
  const tips = taken.flatMap(([company, links]) => links.map((link) => ({ company, ...link })));
  await eachAlone(control).run(sql`
    insert into audit_tips (company_id, lane, position, hash, seen_at)
    select c.id, (t->>'lane')::smallint, (t->>'position')::bigint, decode(t->>'hash', 'hex'), now()
      from json_array_elements(${json(tips)}::json) as told(t)
      join companies c on c.id = (t->>'company')::uuid
     order by 1, 2
        on conflict (company_id, lane) do update
       set position = excluded.position, hash = excluded.hash, seen_at = excluded.seen_at
     where audit_tips.position < excluded.position`);
}

/** How a company's log stands, also where it stood further before: its Admins know why. */
export const resetTips = (control: Db, companyId: string, tips: readonly Link[]): Promise<number> =>
  control.run(sql`
    with gone as (delete from audit_tips where company_id = ${companyId}
                     and lane not in (select (t->>'lane')::smallint from json_array_elements(${json(tips)}::json) as told(t)))
    insert into audit_tips (company_id, lane, position, hash, seen_at)
    select ${companyId}, (t->>'lane')::smallint, (t->>'position')::bigint, decode(t->>'hash', 'hex'), now()
      from json_array_elements(${json(tips)}::json) as told(t)
        on conflict (company_id, lane) do update
       set position = excluded.position, hash = excluded.hash, seen_at = excluded.seen_at`);

/** What the house remembers of a company's log. */
export const selectTips = (control: pg.Pool, companyId: string): Promise<Link[]> =>
  eachAlone(control).rows(sql`
    select lane, position, encode(hash, 'hex') as hash from audit_tips where company_id = ${companyId} order by lane`);
