import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { showId } from "#kernel/ids.ts";
import { moveCompany } from "#modules/companies/companies.public.ts";
import { createLeases } from "#platform/jobs/leases.ts";
import { NotMoved } from "#platform/tenancy/moving.ts";
import { BACKUPS } from "../worker/schedule.ts";
import { type Cli, CliProblem, type Command } from "./command.ts";

const OPTIONS = {
  to: { type: "string" },
  "pause-max": { type: "string", default: "5" },
} as const;
const SAY = "Say which and where: company move cmp_… --to CLUSTER.";

/** Of a large company each takes minutes; work goes on beside all but the last. */
const SAID: Readonly<Record<string, string>> = {
  copy: "Copying every table…",
  compare: "Comparing every table of both sides…",
  pause: "Carrying over what was written meanwhile; for a moment nobody writes…",
};

export const company: Command = {
  name: "company",
  takes: "move COMPANY --to CLUSTER",
  says: "Takes a company to another PostgreSQL of its region; for less than 5 seconds nothing can be written (--pause-max).",
  run: async (args, cli) => {
    const { shown, to, pauseMaxMs } = readArgs(args);
    const built = await cli.house();
    const id = (await built.house.companies.all()).find((one) => showId("company", one) === shown);
    if (id === undefined)
      throw new CliProblem(`There is no open company ${shown}: \`kaunter companies\` lists them.`);
    const onStep = (step: string) => {
      const said = SAID[step];
      if (said !== undefined) cli.say(said);
    };
    const moved = await alongBackups(cli, () =>
      moveCompany(built, id, to, pauseMaxMs, onStep),
    ).catch((error: unknown) => {
      throw error instanceof NotMoved ? new CliProblem(`Not moved. ${error.message}`) : error;
    });
    cli.say(
      `${shown} lies on ${to}: ${moved.rows} rows in ${moved.tables} tables, each equal on both sides. Nothing could be written for ${moved.pausedMs} ms.`,
    );
  },
};

/** No backup is made, proven or returned to meanwhile: whoever works on them waits. */
async function alongBackups<T>(cli: Cli, work: () => Promise<T>): Promise<T> {
  const { controlUrl } = await cli.house();
  const leases = createLeases(controlUrl, cli.log);
  try {
    while (!(await leases.take(`schedule ${BACKUPS}`))) await wait(500);
    const done = await work();
    await leases.giveBack(`schedule ${BACKUPS}`);
    return done;
  } finally {
    await leases.close();
  }
}

function readArgs(args: readonly string[]) {
  const { values, positionals } = parsed(args);
  const [verb, shown, ...rest] = positionals;
  const seconds = Number(values["pause-max"]);
  if (verb !== "move" || shown === undefined || values.to === undefined || rest.length > 0)
    throw new CliProblem(SAY);
  if (!(seconds > 0)) throw new CliProblem("--pause-max takes a number of seconds.");
  return { shown, to: values.to, pauseMaxMs: seconds * 1000 };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new CliProblem((error as Error).message);
  }
}
