import { showId } from "#kernel/ids.ts";
import type { Rings } from "#platform/tenancy/rings.ts";
import { readTimeline, versionOf } from "#platform/tenancy/timelines.ts";
import { migrateHouse } from "../migrate/migrate.ts";
import { type Cli, CliProblem, type Command } from "./command.ts";

export const migrate: Command = {
  name: "migrate",
  takes: "[--ring N | status]",
  says: "Brings the database and every company to this release, or the next N of them first; `status` says how far each is.",
  run: async (args, cli) => {
    const { verb, atMost } = readArgs(args);
    if (verb === "status") return status(cli);
    const ground = { databaseUrl: await cli.databaseUrl(), log: cli.log };
    const done = await migrateHouse(cli.config, ground, atMost);
    cli.say(`${done.migrated} ${done.migrated === 1 ? "company" : "companies"} migrated.`);
    if (done.later > 0) cli.say(`${done.later} wait for the next ring.`);
    refuseBroken(done);
  },
};

function refuseBroken({ broken, untouched }: Rings): void {
  if (broken.length === 0) return;
  const lines = broken.map(({ companyId, why }) => `  ${showId("company", companyId)}: ${why}`);
  if (untouched > 0) lines.push(`  and ${untouched} more that were not tried after these`);
  throw new CliProblem(
    ["These stayed where they were. Put right what is said, then run it again:", ...lines].join(
      "\n",
    ),
  );
}

type Standing = { readonly version: number; readonly count: number };
type Stuck = { readonly id: string; readonly version: number; readonly problem: string };

/** Looks and changes nothing: the companies stay where they are. */
async function status(cli: Cli): Promise<void> {
  const wanted = versionOf(await readTimeline("tenant"));
  const { standings, stuck } = await cli.control(async (control) => ({
    standings: (
      await control.query<Standing>(
        `select schema_version as version, count(*)::int as count
           from companies where is_open group by 1 order by 1`,
      )
    ).rows,
    stuck: (
      await control.query<Stuck>(
        `select id, schema_version as version, schema_problem as problem
           from companies where is_open and schema_problem is not null order by id limit 100`,
      )
    ).rows,
  }));
  cli.say(`This release is at ${wanted}.`);
  for (const { version, count } of standings)
    cli.say(`${count} at ${version}${version < wanted ? ", behind" : ""}`);
  for (const { id, version, problem } of stuck)
    cli.say(`${showId("company", id)}  stopped at ${version}: ${problem}`);
}

function readArgs(args: readonly string[]): {
  verb: "all" | "status";
  atMost: number;
} {
  const [first, count, ...rest] = args;
  if (first === undefined) return { verb: "all", atMost: Number.POSITIVE_INFINITY };
  if (first === "status" && count === undefined) return { verb: "status", atMost: 0 };
  if (first === "--ring" && /^[1-9]\d{0,6}$/.test(count ?? "") && rest.length === 0)
    return { verb: "all", atMost: Number(count) };
  throw new CliProblem(
    "Say migrate, migrate --ring 10 (so many companies first), or migrate status.",
  );
}
