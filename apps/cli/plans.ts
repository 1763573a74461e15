import { readFile } from "node:fs/promises";
import { z } from "zod";
import { allPlans, loadPlans } from "#modules/billing/billing.public.ts";
import { CliProblem, type Command } from "./command.ts";

/** `plans` prints what is sold, as JSON; `plans load FILE` takes it back, changed. */
export const plans: Command = {
  name: "plans",
  takes: "[load FILE]",
  says: "Prints the plans of the service as JSON, or offers those of a file from now on. Who has another keeps it.",
  run: async ([verb, file], cli) => {
    const { house } = await cli.house();
    if (verb === undefined) return cli.say(JSON.stringify(await allPlans(house), null, 2));
    if (verb !== "load" || file === undefined)
      throw new CliProblem("Say what to do: plans load FILE, or nothing.");
    const count = await loadPlans(house, await readFile(file, "utf8")).catch(inWords);
    cli.say(`${count} plans are offered from now on.`);
  },
};

function inWords(error: unknown): never {
  if (error instanceof z.ZodError) throw new CliProblem(z.prettifyError(error));
  if (error instanceof SyntaxError) throw new CliProblem(`It is no JSON: ${error.message}`);
  throw error;
}
