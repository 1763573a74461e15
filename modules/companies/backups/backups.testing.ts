import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "#platform/config/config.ts";
import {
  SIGN_UP,
  signedUp,
  type TestBrowser,
  type TestDoor,
  testDoor,
} from "#platform/testing/door.ts";
import { type Ground, keepBackups } from "./backups.ts";

const HOUR_MS = 3_600_000;

/** A door whose house keeps backups in a folder of its own, and somebody with a small company that is an hour old. */
export type BackedUp = AsyncDisposable & {
  readonly door: TestDoor;
  readonly ground: Ground;
  readonly dir: string;
  readonly owner: TestBrowser;
  readonly companyId: string;
  /** So much later; the owner, whose session is over by then, signs in again. */
  later(ms: number): Promise<void>;
  /** As the worker does every few seconds. */
  keep(): Promise<void>;
};

export async function backedUpDoor(config: Partial<Config> = {}): Promise<BackedUp> {
  const dir = await mkdtemp(join(tmpdir(), "kaunter-backups-"));
  const now = new Date(Date.now() + 2 * HOUR_MS);
  const door = await testDoor({ config: { backupsDir: dir, ...config }, now });
  const owner = await signedUp(door);
  const { rows } = await door.house.control.query<{ id: string }>("select id from companies");
  const companyId = rows[0]?.id ?? "";
  const ground = { house: door.house, workshop: door.house.workshop };
  await fill(owner);
  return {
    door,
    ground,
    dir,
    owner,
    companyId,
    later: async (ms) => {
      door.house.clock.advance(ms);
      const { email, password } = SIGN_UP;
      const { status } = await owner.ask("POST", "/api/accounts/sign-in", { email, password });
      if (status !== 200) throw new Error("not signed in again");
    },
    keep: () => keepBackups(ground),
    [Symbol.asyncDispose]: async () => {
      await door[Symbol.asyncDispose]();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** A little of everything that is awkward to copy: scripts, line ends, backslashes, numbers with and without decimals. */
async function fill(owner: TestBrowser): Promise<void> {
  const names = ["Aisyah", "陳美玲", "மீனா", "O'Brien \\N \\t", "a,b;c\td", "\u{1f600} emoji"];
  for (const [i, name] of names.entries()) {
    const { status, body } = await owner.ask("POST", "/api/crm/customers", {
      name,
      email: `p${i}@rumah.example`,
      note: `baris satu\nbaris dua \\ ${i}`,
      tags: ["vip", name],
    });
    if (status !== 200) throw new Error(JSON.stringify(body));
    const sold = await owner.ask("POST", "/api/sales/orders", {
      customerId: body.id,
      channel: "stall",
      lines: [{ title: "Kopi O", quantity: 2, unitPriceMinor: 590 }],
      shippingMinor: 0,
      isPaid: true,
    });
    if (sold.status !== 200) throw new Error(JSON.stringify(sold.body));
  }
}
