import { showId } from "#kernel/ids.ts";
import { whatIsWrong } from "#platform/tenancy/verifying.ts";
import { CliProblem, type Command } from "./command.ts";

export const verifyDatabase: Command = {
  name: "verify-database",
  says: "Checks that every company's database is closed to all but its own, whole and of this release.",
  run: async (_args, cli) => {
    const { house, workshop } = await cli.house();
    const ids = await house.companies.all();
    let wrong = 0;
    for (const id of ids) {
      const problems = await whatIsWrong(house, workshop, id);
      wrong += problems.length;
      for (const problem of problems) cli.say(`${showId("company", id)}  ${problem}`);
    }
    if (wrong > 0) throw new CliProblem(`${wrong} things are not as they should be.`);
    cli.say(
      `${ids.length} ${ids.length === 1 ? "company is" : "companies are"} as they should be.`,
    );
  },
};
