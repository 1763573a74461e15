import { setTimeout as wait } from "node:timers/promises";
import { readId, showId } from "#kernel/ids.ts";
import {
  askForBackups,
  askForProof,
  askForReturn,
  backupsOf,
} from "#modules/companies/companies.public.ts";
import { createLeases } from "#platform/jobs/leases.ts";
import { BACKUPS, workOnBackups } from "../worker/schedule.ts";
import { type Cli, CliProblem, type Command } from "./command.ts";

export const backup: Command = {
  name: "backup",
  takes: "[COMPANY]",
  says: "Makes a backup now, of all companies or of one by its id, and proves it by restoring it.",
  run: async ([company], cli) => {
    const { house } = await cli.house();
    const all = await house.companies.all();
    const chosen =
      company === undefined ? all : all.filter((id) => showId("company", id) === company);
    if (company !== undefined && chosen.length === 0)
      throw new CliProblem(`There is no company ${company}: \`kaunter companies\` lists them.`);
    const since = house.now();
    await askForBackups(house, chosen, "kaunter command");
    await work(cli);
    await say(cli, chosen, since);
  },
};

export const verify: Command = {
  name: "verify",
  takes: "[BACKUP]",
  says: "Restores backups into a database of their own and compares every table: the newest of each company, or one by its id.",
  run: async ([shown], cli) => {
    const { house } = await cli.house();
    const id = shown === undefined ? null : readId("backup", shown);
    if (shown !== undefined && id === null)
      throw new CliProblem(`${shown} is no backup's id: they begin with bak_.`);
    const since = house.now();
    const companies = await askForProof(house, id);
    if (companies.length === 0) throw new CliProblem("There is no such backup that is still kept.");
    await work(cli);
    await say(cli, companies, since);
  },
};

export const restore: Command = {
  name: "restore",
  takes: "BACKUP",
  says: "Returns a company to what one of its backups holds; what it was before is kept for a week.",
  run: async ([shown = ""], cli) => {
    const { house } = await cli.house();
    const id = readId("backup", shown);
    if (id === null) throw new CliProblem("Say which: restore bak_…");
    const asked = await askForReturn(house, id, "kaunter command");
    if ("why" in asked) throw new CliProblem(`It cannot be restored: ${asked.why}`);
    await work(cli);
    cli.say(`${showId("company", asked.companyId)}  is what it was in ${shown}.`);
  },
};

/** In turn with the worker of a house that runs: one process at a time works on backups. */
async function work(cli: Cli): Promise<void> {
  const built = await cli.house();
  const leases = createLeases(built.controlUrl, cli.log);
  try {
    while (!(await leases.take(`schedule ${BACKUPS}`))) await wait(500);
    await workOnBackups(built);
    await leases.giveBack(`schedule ${BACKUPS}`);
  } finally {
    await leases.close();
  }
}

async function say(cli: Cli, companies: readonly string[], since: Date): Promise<void> {
  const { house } = await cli.house();
  let failed = 0;
  for (const companyId of companies) {
    const touched = await backupsOf(house, companyId, since);
    for (const one of touched) {
      const isGood = one.verifiedAs === "equal";
      if (!isGood) failed += 1;
      const took = one.verifyMs === null ? "" : `, restored in ${one.verifyMs} ms`;
      cli.say(
        `${showId("company", companyId)}  ${showId("backup", one.id)}  ${one.verifiedAs ?? one.state}  ${one.rowCount} rows in ${one.tableCount} tables, ${one.bytes ?? 0} bytes${took}`,
      );
    }
  }
  if (failed > 0) throw new CliProblem(`${failed} backups did not come back as they were.`);
}
