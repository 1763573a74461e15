import { showId } from "#kernel/ids.ts";
import type { Command } from "./command.ts";

type Row = {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly database_name: string;
  readonly region: string;
  readonly cluster: string;
  readonly schema_version: number;
  readonly created_at: Date;
};

export const companies: Command = {
  name: "companies",
  says: "Lists the companies, with their database and how far it is migrated.",
  run: async (_args, cli) => {
    const { house } = await cli.house();
    const { rows } = await house.control.query<Row>(
      "select id, name, status, database_name, region, cluster, schema_version, created_at from companies order by created_at, id",
    );
    for (const row of rows)
      cli.say(
        [
          showId("company", row.id),
          row.created_at.toISOString().slice(0, 10),
          row.status,
          `${row.region}/${row.cluster}`,
          `${row.database_name} at ${row.schema_version}`,
          row.name,
        ].join("  "),
      );
    if (rows.length === 0) cli.say("No company yet.");
  },
};
