import type { Sealer } from "#platform/crypto/sealer.ts";
import { transaction } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import type { Company } from "#platform/tenancy/companies.ts";
import {
  type DoorConnection,
  findAddress,
  findDoor,
  isAddress,
} from "../connections/connections.ts";

/** Who answers at an address, as of a moment of this process's clock. */
export type Known = {
  readonly company: Company;
  readonly sealer: Sealer;
  readonly connection: DoorConnection;
  readonly at: number;
};

/** What the door knows by heart. The insert checks it again, so that nothing outlives a change. */
export type Knowing = {
  whoIsAt(address: string): Promise<Known | null>;
  /** The same, asked anew. */
  whoIsNowAt(address: string): Promise<Known | null>;
};

const KNOWN_MS = 60_000;
const KNOWN_MAX = 10_000;

export function knowing(house: House): Knowing {
  const known = new Map<string, Known>();
  const asking = new Map<string, Promise<Known | null>>();

  async function whoIsAt(address: string): Promise<Known | null> {
    const remembered = known.get(address);
    const isFresh = remembered !== undefined && performance.now() - remembered.at < KNOWN_MS;
    return isFresh ? remembered : whoIsNowAt(address);
  }

  /** Many who ask at once share one answer. */
  async function whoIsNowAt(address: string): Promise<Known | null> {
    if (!isAddress(address)) return null;
    const asked = asking.get(address) ?? find(address).finally(() => asking.delete(address));
    asking.set(address, asked);
    return asked;
  }

  async function find(address: string): Promise<Known | null> {
    const at = performance.now();
    const led = await transaction(house.control, "read only", (control) =>
      findAddress(control, address),
    );
    const access = led === null ? null : await house.companies.access(led.companyId);
    if (led === null || access === null) return forget(address);
    const { company, pool, sealer } = access;
    const connection = await transaction(pool, "read only", (db) =>
      findDoor(db, sealer, led.connectionId),
    );
    if (connection === null) return forget(address);
    const found = { company, sealer, connection, at };
    remember(address, found);
    return found;
  }

  function remember(address: string, found: Known): void {
    known.delete(address);
    known.set(address, found);
    for (const oldest of known.keys()) {
      if (known.size <= KNOWN_MAX) break;
      known.delete(oldest);
    }
  }

  function forget(address: string): null {
    known.delete(address);
    return null;
  }

  return { whoIsAt, whoIsNowAt };
}
