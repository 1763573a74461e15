import { z } from "zod";
import { afterCommit, inCompany } from "#platform/actions/action.ts";
import type { Caller } from "#platform/actions/context.ts";
import { eachAlone } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { evenIfCancelled, type Job, job } from "#platform/jobs/jobs.ts";
import { sparingly } from "#platform/jobs/sparingly.ts";
import { FORGET, leaveForget, WORK } from "./forgetting.ts";
import type { ImportId } from "./imports.contract.ts";
import { dueOf } from "./imports.rules.ts";
import {
  forgetChanges,
  forgetFile,
  type KeptImport,
  lockImportIfThere,
  selectImportIfThere,
} from "./imports.sql.ts";
import type { Imports } from "./imports.ts";
import { readFile } from "./reading.ts";
import type { Stage } from "./stages.ts";
import { takeFile } from "./taking.ts";
import { undoImport } from "./undoing.ts";

/** The long work of imports, taken up where it was left after a crash. */
export const importJobs = (imports: Imports): Job[] => [
  job(WORK, z.object({ id: z.uuid(), run: z.int() }), async (house, caller, { id, run }) => {
    const one = await selectImportIfThere(eachAlone(caller.access.pool), id as ImportId);
    if (one === null || one.run !== run) return;
    const stage = {
      house,
      imports,
      id: one.id,
      run,
      caller: { ...caller, actor: actorOf(one, caller) },
    };
    await sparingly(() => doNext(stage, one.state));
  }),
  evenIfCancelled(
    job(FORGET, z.object({ id: z.uuid() }), (house, caller, { id }) =>
      forget(house, caller, id as ImportId),
    ),
  ),
];

async function doNext(stage: Stage, state: KeptImport["state"]): Promise<void> {
  if (state === "reading") await readFile(stage);
  if (state === "trying" || state === "running") await takeFile(stage, state);
  if (state === "undoing") await undoImport(stage);
}

/** What is written is the deed of whoever brought the file. They were asked whether they may when they began it. */
const actorOf = (one: KeptImport, { actor }: Caller): Caller["actor"] =>
  one.actorId === null || one.state === "undoing"
    ? actor
    : { kind: "person", id: one.actorId, name: one.actorName, permissions: actor.permissions };

/** A file after its days, what can be undone after its time: people's data both. */
async function forget(house: House, caller: Caller, id: ImportId): Promise<void> {
  const called = { ...caller, now: house.now() };
  const { topics, leftJobs } = await inCompany(house, called, FORGET, "read write", async (ctx) => {
    const one = await lockImportIfThere(ctx.db, id);
    if (one === null) return;
    const due = dueOf(one, ctx.now);
    if (due.file) await forgetFile(ctx.db, id, ctx.now);
    if (due.changes) await forgetChanges(ctx.db, id);
    if (due.file || due.changes) ctx.tell("records.imports");
    if (due.file && one.undoUntil !== null) await leaveForget(ctx, one);
  });
  afterCommit(house, called, topics, leftJobs);
}
