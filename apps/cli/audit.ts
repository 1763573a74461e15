import { showId } from "#kernel/ids.ts";
import { checkLog } from "#modules/trust/trust.public.ts";
import { wordsOf } from "#platform/audit/verifier.ts";
import type { House } from "#platform/house/house.ts";
import type { CompanyAccess } from "#platform/tenancy/companies.ts";
import { type Cli, CliProblem, type Command } from "./command.ts";

const SHOWN_MAX = 50;

/** Looks through whole logs: links, signed heads, and the ends that the house remembers. */
export const audit: Command = {
  name: "audit",
  takes: "verify [company]",
  says: "Verifies the audit log of a company (its name or id), or of each: every entry, link and signature.",
  run: async ([verb, ...names], cli) => {
    if (verb !== "verify") throw new CliProblem("Say what to do: audit verify [company].");
    const { house } = await cli.house();
    const logs = await logsOf(house, names.join(" "));
    if (logs.length === 0) cli.say("No company yet.");
    let broken = 0;
    for (const access of logs) if (!(await isInPlace(house, access, cli))) broken += 1;
    if (broken > 0) throw new CliProblem(`${broken} of ${logs.length} logs are not in place.`);
  },
};

async function isInPlace(house: House, access: CompanyAccess, cli: Cli): Promise<boolean> {
  const began = performance.now();
  const { entries, findings, signedAt } = await checkLog(house, access, { isWhole: true });
  const took = ((performance.now() - began) / 1_000).toFixed(1);
  const state = findings.length === 0 ? "all in place" : `${findings.length} not in place`;
  cli.say(
    `${showId("company", access.company.id)}  ${access.company.name}: ${entries} entries, ${state}, signed up to ${signedAt ?? "never"} (${took} s)`,
  );
  for (const finding of findings.slice(0, SHOWN_MAX)) cli.say(`  ${wordsOf(finding)}`);
  if (findings.length > SHOWN_MAX) cli.say(`  and ${findings.length - SHOWN_MAX} more`);
  return findings.length === 0;
}

async function logsOf(house: House, asked: string): Promise<CompanyAccess[]> {
  const all = await Promise.all(
    (await house.companies.all()).map((id) => house.companies.accessUnlessBehind(id)),
  );
  const found = all
    .filter((access) => access !== null)
    .filter(
      ({ company }) =>
        asked === "" || company.name === asked || showId("company", company.id) === asked,
    );
  if (found.length === 0 && asked !== "") throw new CliProblem(`No company is named "${asked}".`);
  return found;
}
