import { showId } from "#kernel/ids.ts";
import { replayErasures } from "#modules/crm/crm.public.ts";
import { KEEPERS } from "../../modules/modules.ts";
import { CliProblem, type Command } from "./command.ts";

/** After a company's database was put back from a backup: whoever was erased since is erased again. */
export const privacy: Command = {
  name: "privacy",
  takes: "replay [COMPANY]",
  says: "Erases again, after a restore, whom a company had erased; of all companies, or of one by its id.",
  run: async ([verb, only], cli) => {
    if (verb !== "replay") throw new CliProblem("Say what to do: privacy replay [COMPANY].");
    const { house } = await cli.house();
    const ids = await house.companies.all();
    const chosen = only === undefined ? ids : ids.filter((id) => showId("company", id) === only);
    if (only !== undefined && chosen.length === 0)
      throw new CliProblem(`There is no company ${only}: \`kaunter companies\` lists them.`);
    for (const id of chosen) {
      const access = await house.companies.accessUnlessBehind(id);
      if (access === null) continue;
      const count = await replayErasures(house, access, KEEPERS);
      cli.say(`${showId("company", id)}  ${count} erasures were done again.`);
    }
  },
};
