import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Problem } from "#kernel/errors.ts";
import {
  getSample,
  loadSample,
  removeSample,
} from "../../modules/connect/sample/sample.actions.ts";
import { ask, companyCaller } from "./asking.ts";
import { type Cli, CliProblem, type Command } from "./command.ts";

const OPTIONS = {
  company: { type: "string" },
  remove: { type: "boolean", default: false },
} as const;

/** The same deed as the button; the work is done by the worker of the house that runs here. */
export const sample: Command = {
  name: "sample",
  takes: "[--company NAME] [--remove]",
  says: "Fills a company with the sample history, or takes it away again.",
  run: async (args, cli) => {
    const { values } = parseArgs({ args: [...args], options: OPTIONS });
    const { house } = await cli.house();
    const permissions = [getSample.needs, loadSample.needs];
    const caller = await companyCaller(house, values.company, permissions);
    await ask(house, caller, values.remove ? removeSample : loadSample, {}).catch(inWords);
    await follow(cli, () => ask<Shown>(house, caller, getSample, {}));
  },
};

type Shown = { state: string; doneCount: number; totalCount: number };

async function follow(cli: Cli, look: () => Promise<Shown>): Promise<void> {
  for (;;) {
    const { state, doneCount, totalCount } = await look();
    if (state === "none") return cli.say("The sample company is gone.");
    if (state === "loaded")
      return cli.say(`The sample company is there: ${doneCount} records told.`);
    cli.say(state === "loading" ? `${doneCount} of ${totalCount}` : "Taking it away");
    await wait(1000);
  }
}

const WORDS: Readonly<Record<string, string>> = {
  "connect.sample.already_loaded": "The sample company is there already.",
  "connect.sample.not_loaded": "There is no sample company to take away.",
  "connect.sample.is_being_removed": "The sample company is being taken away just now.",
};

function inWords(error: unknown): never {
  throw error instanceof Problem ? new CliProblem(WORDS[error.code] ?? error.code) : error;
}
