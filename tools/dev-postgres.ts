import { mkdir, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { startPostgres } from "#platform/postgres/postgres.ts";

/** Leaves a PostgreSQL running for tests started by hand; `npm test` starts one of its own that ends with it. */
const dir = resolve(import.meta.dirname, "../.kaunter");
await mkdir(dir, { recursive: true });
const postgres = await startPostgres({
  dir: `${dir}/test-postgres`,
  isDurable: false,
  log: (line) => process.stderr.write(`${line}\n`),
});
await writeFile(`${dir}/test-postgres.url`, `${postgres.url}\n`, { mode: 0o600 });
process.stdout.write(`${postgres.url}\n`);
process.exit(0);
