import { z } from "zod";
import { inCompany } from "#platform/actions/action.ts";
import type { Caller, CommandCtx } from "#platform/actions/context.ts";
import type { House } from "#platform/house/house.ts";
import { type Job, job } from "#platform/jobs/jobs.ts";
import type { RecordTypes } from "../types/types.ts";
import { forgetWords, learnWords, lockProgress } from "./search.sql.ts";
import { LEARN, LEARN_ANEW } from "./search.ts";

const BATCH = 20_000;

export const searchJobs = (types: RecordTypes): Job[] => [
  job(LEARN, z.object({}), (house, caller) => learnAll(house, caller, types)),
  job(LEARN_ANEW, z.object({}), async (house, caller) => {
    await inStep(house, caller, (ctx) => forgetWords(ctx.db));
    await learnAll(house, caller, types);
  }),
];

async function learnAll(house: House, caller: Caller, types: RecordTypes): Promise<void> {
  for (const type of types) {
    const { words } = type;
    if (words === undefined) continue;
    const learn = (ctx: CommandCtx) =>
      lockProgress(ctx.db, type.name).then((after) =>
        learnWords(ctx.db, type, words, after, BATCH),
      );
    while ((await inStep(house, caller, learn)) === BATCH);
  }
}

const inStep = async <T>(
  house: House,
  caller: Caller,
  work: (ctx: CommandCtx) => Promise<T>,
): Promise<T> =>
  (await inCompany(house, { ...caller, now: house.now() }, LEARN, "read write", work)).output;
