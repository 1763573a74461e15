import { parseArgs } from "node:util";
import { showId } from "#kernel/ids.ts";
import { adopt as adoptCompany } from "#modules/companies/companies.public.ts";
import type { Manifest } from "#platform/takeout/manifest.ts";
import { BadTakeout, openTakeout } from "#platform/takeout/opening.ts";
import { ADOPTING } from "../../modules/modules.ts";
import { type Cli, CliProblem, type Command } from "./command.ts";

const GB = 1024 ** 3;
const OPTIONS = {
  admin: { type: "string" },
  region: { type: "string" },
  "max-gb": { type: "string", default: "50" },
} as const;

export const adopt: Command = {
  name: "adopt",
  takes: "FILE --admin ADDRESS [--region ID]",
  says: "Makes a running company of an export from another Kaunter, and asks its first Admin in by mail.",
  run: async (args, cli) => {
    const { file, admin, region, maxBytes } = readArgs(args, cli);
    try {
      const takeout = await openTakeout(file, maxBytes);
      const { house, workshop } = await cli.house();
      const company = await adoptCompany({ house, workshop }, takeout, { admin, region }, ADOPTING);
      takeout.close();
      const { rows } = await house.control.query(
        "select from webhook_addresses where company_id = $1",
        [company.id],
      );
      cli.say(`${showId("company", company.id)}  ${company.name} is a company here.`);
      cli.say(`${admin} is asked in by mail as its Admin, who asks the others in.`);
      for (const line of staysBehind(takeout.manifest)) cli.say(line);
      if (rows.length > 0)
        cli.say(
          `Its ${rows.length} stores need their new signing secret and this house's address: Connections shows both.`,
        );
    } catch (error) {
      if (error instanceof BadTakeout) throw new CliProblem(`Not adopted. ${error.message}`);
      throw error;
    }
  },
};

/** What only the former house can open. Nothing of it is dropped without a word. */
function staysBehind({ roles, stays: { members, keys, erased } }: Manifest): string[] {
  const said = [`${roles.length} roles of its own came along.`];
  if (members > 0)
    said.push(`${members} people were its members: who is to work here is asked in anew.`);
  if (keys > 0)
    said.push(`${keys} API keys stay behind: of a key only a hash is kept. Make new ones.`);
  if (erased > 0)
    said.push(
      `${erased} requests erased people, who were known there by hashes that only that house can work out: a store that still tells of one of them brings them in anew.`,
    );
  return said;
}

function readArgs(args: readonly string[], { config }: Cli) {
  const { values, positionals } = parsed(args);
  const [file] = positionals;
  if (file === undefined) throw new CliProblem("Say which file: adopt FILE --admin ADDRESS.");
  const admin = values.admin?.trim().toLowerCase() ?? "";
  if (!/^[^<>@\s]+@[^<>@\s]+$/.test(admin))
    throw new CliProblem("Say who is asked in as its Admin: --admin siti@example.com.");
  const regions = config.regions.map(({ id }) => id);
  const region = values.region ?? regions[0] ?? "";
  if (!regions.includes(region))
    throw new CliProblem(`There is no region ${region}: write one of ${regions.join(", ")}.`);
  const maxGb = Number(values["max-gb"]);
  if (!(maxGb > 0)) throw new CliProblem("--max-gb takes a number of gigabytes.");
  return { file, admin, region, maxBytes: maxGb * GB };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new CliProblem((error as Error).message);
  }
}
