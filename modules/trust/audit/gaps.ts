import { createHash } from "node:crypto";
import { showId } from "#kernel/ids.ts";
import { type Link, resetTips } from "#platform/audit/tips.ts";
import type { GapStatement, HeadStatement } from "#platform/audit/verifier.ts";
import { eachAlone, transaction } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import type { CompanyAccess } from "#platform/tenancy/companies.ts";
import { selectLogId, selectNewest } from "./chain.sql.ts";
import { aboutLog, checkLog, signedBy, signLog } from "./chain.ts";
import { insertGap, selectGaps, selectGone, selectLastReason } from "./gaps.sql.ts";

/** What one needs to say why a part of the log is gone; the job that signs it. */
export const ACKNOWLEDGE = "trust.audit.acknowledge";

/**
 * Signs what is gone by now, and how the log stands; from then on that is what it is held to. Safe to run twice: what is
 * acknowledged is not gone once more.
 */
export async function signGap(house: House, access: CompanyAccess): Promise<void> {
  const { company, pool } = access;
  const db = eachAlone(pool);
  const said = await selectLastReason(db, ACKNOWLEDGE);
  if (said === null) return;
  await house.tips.flush();
  const { heads, gaps, tips } = await aboutLog(house, access);
  const known = gaps.map(({ statement }) => JSON.parse(statement) as GapStatement);
  const marks = [
    ...heads.flatMap(({ statement }) => (JSON.parse(statement) as HeadStatement).lanes),
    ...known.flatMap(({ lanes }) => lanes),
    ...tips,
  ];
  const gone = await selectGone(db, without(marks, known));
  if (gone.length > 0) {
    const lanes = await selectNewest(db);
    const number = gaps.length + 1;
    const last = gaps.at(-1)?.statement;
    const at = house.now();
    const gap = signedBy(house, number, at, {
      format: "kaunter.audit.gap.1",
      company: showId("company", company.id),
      log: await selectLogId(db),
      number,
      at: at.toISOString(),
      by: said.by,
      reason: said.reason,
      gone,
      lanes,
      previous: last === undefined ? "" : createHash("sha256").update(last).digest("hex"),
    });
    await transaction(house.control, "read write", async (control) => {
      await insertGap(control, company.id, gap);
      await resetTips(control, company.id, lanes);
    });
  }
  const { findings } = await checkLog(house, access, { isWhole: true });
  if (findings.length === 0) await signLog(house, access);
  house.live.publish(company.id, ["trust.audit"]);
}

const placeOf = ({ lane, position, hash }: Link): string => `${lane}/${position}/${hash}`;

/** Each once, and none that was set aside before. */
function without(marks: readonly Link[], known: readonly GapStatement[]): Link[] {
  const gone = new Set(known.flatMap((gap) => gap.gone.map(placeOf)));
  const all = new Map(marks.map((mark) => [placeOf(mark), mark]));
  return [...all].filter(([place]) => !gone.has(place)).map(([, mark]) => mark);
}

export type ShownGap = Pick<GapStatement, "by" | "reason"> & {
  readonly at: Date;
  readonly goneCount: number;
};

/** As people are told of them, newest first. */
export const shownGaps = async (
  control: Parameters<typeof selectGaps>[0],
  companyId: string,
): Promise<ShownGap[]> =>
  (await selectGaps(control, companyId)).reverse().map(({ at, statement }) => {
    const { by, reason, gone } = JSON.parse(statement) as GapStatement;
    return { at, by, reason, goneCount: gone.length };
  });
