import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { paced } from "#platform/backup/progress.ts";
import { openedWith, sealedWith } from "#platform/backup/sealing.ts";
import type { CompanyColumn, SealedColumn } from "#platform/crypto/sealed-columns.ts";
import type { Sealer } from "#platform/crypto/sealer.ts";
import { eachAlone } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { selectAdoption, selectGapsToHandOut } from "#platform/takeout/adoptions.sql.ts";
import type { FiledTable } from "#platform/takeout/filing.ts";
import { type Opener, packTakeout, type Takeout } from "#platform/takeout/takeout.ts";
import { groundAt } from "#platform/tenancy/clusters.ts";
import type { CompanyAccess } from "#platform/tenancy/companies.ts";
import { withAdmin } from "#platform/tenancy/server.ts";
import type { Ground } from "../backups/backups.ts";
import { backupKeyOf } from "../backups/keys.ts";
import { folderOf, storeOf } from "../backups/store.ts";
import { rolesToCarry } from "../roles/carrying.ts";
import { expiryOf } from "./takeouts.rules.ts";
import {
  type Linked,
  markDone,
  markFailed,
  markGone,
  markPacking,
  selectOver,
  selectStaying,
  type TakeoutToMake,
  takeNext,
} from "./takeouts.sql.ts";

const fileOf = (takeout: Linked): string => `${folderOf(takeout)}/takeout-${takeout.id}.zip.age`;

/** The ZIP as it is downloaded: the seal is only for where it lies, and is opened from the beginning to any byte of it. */
export async function* openedTakeout(
  house: House,
  takeout: Linked,
  from: number,
): AsyncGenerator<Uint8Array> {
  const key = await backupKeyOf(house, takeout.companyId);
  let skip = from;
  for await (const piece of openedWith(key)(storeOf(house).get(fileOf(takeout)))) {
    if (piece.length > skip) yield skip === 0 ? piece : piece.subarray(skip);
    skip = Math.max(0, skip - piece.length);
  }
}

/** Packs those that are asked for, one after the other, and takes away those whose day is over. */
export async function makeTakeouts(
  ground: Ground,
  sealed: readonly SealedColumn[],
  filed: readonly FiledTable[],
): Promise<void> {
  const { house } = ground;
  const control = eachAlone(house.control);
  for (let next = await takeNext(control); next !== null; next = await takeNext(control))
    await make(ground, next, sealed, filed);
  for (const over of await selectOver(control, house.now())) {
    await storeOf(house).remove(fileOf(over));
    await markGone(control, over.id);
    house.live.publish(over.companyId, ["companies.takeouts"]);
  }
}

/** A failure is noted, never thrown: others wait. */
async function make(
  ground: Ground,
  asked: TakeoutToMake,
  sealed: readonly SealedColumn[],
  filed: readonly FiledTable[],
): Promise<void> {
  const { house, workshop } = await groundAt(ground, asked.companyId);
  const control = eachAlone(house.control);
  const tell = () => house.live.publish(asked.companyId, ["companies.takeouts"]);
  try {
    const access = await house.companies.access(asked.companyId);
    if (access === null) throw new Error("the company is not active");
    const key = await backupKeyOf(house, asked.companyId);
    const progress = paced((done, of) => markPacking(control, asked.id, done, of).then(tell));
    const now = house.now();
    const { zip, packed } = await withAdmin(
      workshop.serverUrl,
      asked.databaseName,
      async (client) => {
        const takeout = await takeoutOf(house, access, now, sealed, filed);
        const found = await packTakeout(client, takeout, progress);
        return { ...found, zip: await keep(house, asked, key, found.zip) };
      },
    );
    const at = house.now();
    await markDone(control, asked.id, { ...zip, ...packed, at, expiresAt: expiryOf(at) });
  } catch (error) {
    house.log.error({ err: error, companyId: asked.companyId }, "a data export failed");
    await storeOf(house).remove(fileOf(asked));
    await markFailed(control, asked.id, (error as Error).message);
  }
  tell();
}

/** Sealed on its way to the store; counted and summed as whoever downloads it will have it. */
async function keep(
  house: House,
  asked: Linked,
  key: string,
  zip: Readable,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  const counted = async function* (pieces: AsyncIterable<Buffer>) {
    for await (const piece of pieces) {
      hash.update(piece);
      bytes += piece.length;
      yield piece;
    }
  };
  await pipeline(zip, counted, sealedWith(key), async (pieces: AsyncIterable<Uint8Array>) => {
    await storeOf(house).put(fileOf(asked), pieces);
  });
  return { bytes, sha256: hash.digest("hex") };
}

export async function takeoutOf(
  house: House,
  { company, sealer }: CompanyAccess,
  now: Date,
  sealed: readonly SealedColumn[],
  filed: readonly FiledTable[],
): Promise<Takeout> {
  const control = eachAlone(house.control);
  const columns = sealed.filter((place): place is CompanyColumn => place.in === "company");
  const { id, name, country, zone, currency } = company;
  return {
    company: { id, name, country, zone, currency },
    now,
    audit: {
      keys: house.keys.audit.publicKeys,
      before: [...((await selectAdoption(control, id))?.signers ?? [])],
      gaps: await selectGapsToHandOut(control, id),
    },
    filed,
    beside: {
      roles: await rolesToCarry(control, id),
      stays: await selectStaying(control, id),
    },
    leftOut: new Set(columns.filter(({ isPassing }) => isPassing).map(({ table }) => table)),
    openers: new Map(
      columns.map((place) => [`${place.table}.${place.column}`, openerOf(place, sealer)]),
    ),
  };
}

const openerOf =
  ({ kind, handsOut }: CompanyColumn, sealer: Sealer): Opener =>
  (row, text) => {
    if (handsOut === undefined) return null;
    if (kind === "text") return handsOut(sealer, row, Buffer.from(text)).toString();
    const plain = handsOut(sealer, row, Buffer.from(text.slice(2), "hex"));
    return `\\x${plain.toString("hex")}`;
  };
