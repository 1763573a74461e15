import { Problem } from "#kernel/errors.ts";
import { showId } from "#kernel/ids.ts";
import { allEndings, askForEnd } from "#modules/companies/companies.public.ts";
import { CliProblem, type Command } from "./command.ts";

export const end: Command = {
  name: "end",
  takes: "COMPANY",
  says: "Cancels a company on request: it is read and exported for 30 days, then destroyed. Its Admins are told and can undo it.",
  run: async ([shown], cli) => {
    const { house } = await cli.house();
    const id = (await house.companies.all()).find((one) => showId("company", one) === shown);
    const endsAt = id === undefined ? null : await askForEnd(house, id).catch(orSaid);
    if (endsAt === null)
      throw new CliProblem(
        `There is no open company ${shown ?? ""}: \`kaunter companies\` lists them.`,
      );
    cli.say(`${shown}  is destroyed after ${endsAt.toISOString()}.`);
  },
};

function orSaid(error: unknown): never {
  throw error instanceof Problem
    ? new CliProblem(`It is not cancelled now: ${error.code}.`)
    : error;
}

export const endings: Command = {
  name: "endings",
  says: "Lists the companies that were cancelled: when each is destroyed or was, and what stands in the way.",
  run: async (_args, cli) => {
    const { house } = await cli.house();
    const all = await allEndings(house);
    for (const one of all)
      cli.say(
        [
          showId("company", one.companyId),
          one.state,
          `cancelled ${one.cancelledAt.toISOString()}`,
          one.deletedAt === null
            ? `ends ${one.endsAt.toISOString()}`
            : `destroyed ${one.deletedAt.toISOString()}`,
          ...(one.backupsGoneAt === null
            ? []
            : [`last copy gone ${one.backupsGoneAt.toISOString()}`]),
          ...(one.problem === null ? [] : [`held up: ${one.problem}`]),
        ].join("  "),
      );
    if (all.length === 0) cli.say("No company was cancelled.");
  },
};
