import { parseArgs } from "node:util";
import { standingsOf, tryPromises } from "#modules/trust/trust.public.ts";
import { watchEgress } from "#platform/egress/egress.ts";
import { groundOf } from "../trust.ts";
import { CliProblem, type Command } from "./command.ts";

const OPTIONS = { json: { type: "boolean", default: false } } as const;

/** Tries every promise on the system as it is, keeps what was found, and says how each stands. */
export const trust: Command = {
  name: "trust",
  takes: "[--json]",
  says: "Tries every promise of the privacy policy now, over all companies, and says how each stands.",
  run: async (args, cli) => {
    const { values } = parseArgs({ args: [...args], options: OPTIONS });
    const built = await cli.house();
    const egress = watchEgress(built.house, await cli.databaseUrl());
    try {
      await tryPromises(groundOf(built), { isEverything: true });
    } finally {
      await egress.close();
    }
    const standings = await standingsOf(built.house);
    if (values.json) return cli.say(JSON.stringify(standings, null, 2));
    for (const { id, title, state, evidence } of standings) {
      cli.say(`${id}  ${state.padEnd(9)} ${title}`);
      for (const found of evidence) cli.say(`               ${found}`);
    }
    const degraded = standings.filter(({ state }) => state === "degraded");
    if (degraded.length > 0)
      throw new CliProblem(
        `${degraded.length} promises are not kept: ${degraded.map(({ id }) => id).join(", ")}.`,
      );
  },
};
