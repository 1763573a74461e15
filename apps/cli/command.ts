import type pg from "pg";
import type { Config } from "#platform/config/config.ts";
import type { BuiltHouse } from "#platform/house/build.ts";
import type { Log } from "#platform/log/log.ts";

/** One word after `npm run kaunter --`. */
export type Command = {
  readonly name: string;
  /** What comes after the name: `<company> [--remove]`. */
  readonly takes?: string;
  readonly says: string;
  run(args: readonly string[], cli: Cli): Promise<void>;
};

/** What a command may use. Everything it opened is closed after it. */
export type Cli = {
  readonly config: Config;
  readonly log: Log;
  say(line: string): void;
  /** The server's, as admin. The bundled PostgreSQL is started when it does not run, and then stopped again. */
  databaseUrl(): Promise<string>;
  /** The control database as it stands: nothing is migrated. */
  control<T>(work: (client: pg.Client) => Promise<T>): Promise<T>;
  /** The house on its migrated database, beside a running one or by itself. */
  house(): Promise<BuiltHouse>;
};

/** What the person can put right; the message says how. */
export class CliProblem extends Error {
  override readonly name = "CliProblem";
}
