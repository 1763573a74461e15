/** A process of its own that moves a company and kills itself on the way: see movedBeside(). */
import { readConfig } from "#platform/config/config.ts";
import { buildHouse } from "#platform/house/build.ts";
import { createLog } from "#platform/log/log.ts";
import { moveCompany } from "./moves.ts";

const told = JSON.parse(process.env["KAUNTER_TEST_TOLD"] ?? "{}");
const env = { KAUNTER_MASTER_KEY: told.keys, KAUNTER_CLUSTERS: told.clusters };
const built = await buildHouse(readConfig(env, import.meta.dirname), {
  databaseUrl: told.serverUrl,
  names: told.names,
  log: createLog("silent"),
  now: () => new Date(told.now),
  strategy: "file_copy",
});
await moveCompany(built, told.companyId, told.to, 60_000, (step) => {
  if (step === told.dies) process.kill(process.pid, "SIGKILL");
});
await built.close();
