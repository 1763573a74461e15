/** A process of its own that ends companies and kills itself on the way: see endedBeside(). */
import { readConfig } from "#platform/config/config.ts";
import { buildHouse } from "#platform/house/build.ts";
import { createLog } from "#platform/log/log.ts";
import { keepEndings } from "./endings.ts";

const told = JSON.parse(process.env["KAUNTER_TEST_TOLD"] ?? "{}");
const env = { KAUNTER_MASTER_KEY: told.keys, KAUNTER_BACKUPS_DIR: told.dir };
const built = await buildHouse(readConfig(env, import.meta.dirname), {
  databaseUrl: told.serverUrl,
  names: told.names,
  log: createLog("silent"),
  now: () => new Date(told.now),
  strategy: "file_copy",
});
let met = 0;
await keepEndings(built, () => {
  if (met === told.dies) process.kill(process.pid, "SIGKILL");
  met += 1;
});
await built.close();
