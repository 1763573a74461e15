import { migrateHouse } from "../migrate/migrate.ts";
import { CliProblem, type Command } from "./command.ts";

export const migrate: Command = {
  name: "migrate",
  says: "Brings the database and every company to this release.",
  run: async (_args, cli) => {
    const { migrated, broken, untouched } = await migrateHouse(cli.config, {
      databaseUrl: await cli.databaseUrl(),
      log: cli.log,
    });
    cli.say(`${migrated} ${migrated === 1 ? "company" : "companies"} migrated.`);
    if (broken.length === 0) return;
    const lines = broken.map(({ companyId, why }) => `  ${companyId}: ${why}`);
    if (untouched > 0) lines.push(`  and ${untouched} more that were not tried after these`);
    throw new CliProblem(
      ["These stayed where they were. Put right what is said, then run it again:", ...lines].join(
        "\n",
      ),
    );
  },
};
