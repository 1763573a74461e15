import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Config } from "#platform/config/config.ts";
import { startPostgres } from "#platform/postgres/postgres.ts";
import { prepareCluster } from "#platform/tenancy/template.ts";
import type { TestHouse } from "#platform/testing/house.ts";
import { type BackedUp, backedUpDoor } from "../backups/backups.testing.ts";

export const SECOND = "second";
export type TwoClusters = BackedUp & { readonly secondUrl: string };

/** A door with a company on its own PostgreSQL, and another PostgreSQL beside it, made and started for this alone. */
export async function twoClusters(
  clusters: Partial<Config["clusters"]> = {},
): Promise<TwoClusters> {
  const dir = await mkdtemp(join(tmpdir(), "kaunter-cluster-"));
  // Root's database runs as another user, who must come through to its data.
  await chmod(dir, 0o711);
  const postgres = await startPostgres({ dir, port: 25_880, isDurable: false, endsWithUs: true });
  const { url } = postgres;
  const config = {
    regions: [
      { id: "my-1", name: "Malaysia" },
      { id: "sg-1", name: "Singapore" },
    ],
    clusters: {
      mainRoom: null,
      others: [
        { name: SECOND, region: "my-1", room: 10, url },
        { name: "far", region: "sg-1", room: 10, url },
      ],
      ...clusters,
    },
  };
  const at = await backedUpDoor(config);
  await prepareCluster(url, at.door.house.workshop.names);
  return {
    ...at,
    secondUrl: url,
    [Symbol.asyncDispose]: async () => {
      await at[Symbol.asyncDispose]();
      await postgres.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Another process moves the company, and kills itself with -9 before that step. Answers by what it ended. */
export async function movedBeside(
  { door, companyId, secondUrl }: TwoClusters,
  to: string,
  dies: string,
): Promise<string | null> {
  const { serverUrl, workshop, clock, config }: TestHouse = door.house;
  assert(config.masterKey.kind === "given");
  const keys = config.masterKey.keys
    .map(({ version, bytes }) => `${version}:${Buffer.from(bytes).toString("base64")}`)
    .join(",");
  const second = new URL(secondUrl);
  second.searchParams.set("region", "my-1");
  second.searchParams.set("room", "10");
  const clusters = `${SECOND}=${second.href}`;
  const told = { serverUrl, names: workshop.names, now: clock.now, keys, clusters };
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL("./killed.testing.ts", import.meta.url))],
    {
      env: { ...process.env, KAUNTER_TEST_TOLD: JSON.stringify({ ...told, companyId, to, dies }) },
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  const [, signal] = await once(child, "exit");
  return signal;
}
