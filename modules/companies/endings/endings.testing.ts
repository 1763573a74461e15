import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { SIGN_UP } from "#platform/testing/door.ts";
import type { TestHouse } from "#platform/testing/house.ts";
import { type BackedUp, backedUpDoor } from "../backups/backups.testing.ts";
import { keepEndings } from "./endings.ts";

export const DAY_MS = 86_400_000;
export const AT = "/api/companies/ending";

/** A company with a backup, that its Admin has just cancelled. */
export type CancelledDoor = BackedUp & {
  readonly endingId: string;
  /** What the house does by itself, so many days after the company was cancelled. */
  onDay(day: number): Promise<void>;
};

export async function cancelledDoor(): Promise<CancelledDoor> {
  const at = await backedUpDoor();
  await at.keep();
  await at.door.house.tips.flush();
  const { status, body } = await cancel(at);
  assert.equal(status, 200, JSON.stringify(body));
  const cancelledAt = at.door.house.clock.now;
  return {
    ...at,
    endingId: body.id,
    onDay: async (day) => {
      at.door.house.clock.now = new Date(cancelledAt.getTime() + day * DAY_MS);
      await keepEndings(at.ground);
    },
  };
}

export async function cancel(at: BackedUp, name = SIGN_UP.companyName) {
  await at.owner.ask("POST", "/api/accounts/sessions/confirm", { password: SIGN_UP.password });
  return at.owner.ask("POST", AT, { name, reason: "Kedai ditutup" });
}

/** Another process does it, and kills itself with -9 before the step of this number. Answers by what it ended. */
export async function endedBeside(house: TestHouse, dies: number): Promise<string | null> {
  const { masterKey } = house.config;
  assert(masterKey.kind === "given");
  const keys = masterKey.keys.map(
    ({ version, bytes }) => `${version}:${Buffer.from(bytes).toString("base64")}`,
  );
  const { serverUrl, workshop, clock, config } = house;
  const told = { serverUrl, names: workshop.names, now: clock.now, dies, keys: keys.join(",") };
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL("./killed.testing.ts", import.meta.url))],
    {
      env: {
        ...process.env,
        KAUNTER_TEST_TOLD: JSON.stringify({ ...told, dir: config.backupsDir }),
      },
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  const [, signal] = await once(child, "exit");
  return signal;
}
