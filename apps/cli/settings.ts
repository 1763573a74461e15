import { SETTINGS } from "#platform/config/settings.ts";
import type { Command } from "./command.ts";

export const settings: Command = {
  name: "settings",
  says: "Lists every setting, what it does and what it is when left out.",
  run: async (_args, cli) => {
    for (const { name, default: otherwise, does } of SETTINGS)
      cli.say(`${name}\n  ${does}\n  Otherwise: ${otherwise || "none"}\n`);
  },
};
