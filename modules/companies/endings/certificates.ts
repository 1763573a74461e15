import { createPublicKey, sign, verify } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { z } from "zod";
import { showId } from "#kernel/ids.ts";
import type { House } from "#platform/house/house.ts";
import { folderOf, storeOf } from "../backups/store.ts";
import type { EndingRow, Statement } from "./endings.sql.ts";

/** Says it as the house, with the key that also signs the audit logs. */
export function signed(house: House, kind: Statement["kind"], at: Date, text: string): Statement {
  const { id, privateKey } = house.keys.audit.current;
  return {
    kind,
    at,
    statement: text,
    keyId: id,
    signature: sign(null, Buffer.from(text), privateKey),
  };
}

/** As it is handed out: whoever has it needs nothing else to verify it. */
export const shownStatement = (house: House, { kind, statement, keyId, signature }: Statement) => ({
  kind,
  statement,
  signature: signature.toString("base64"),
  publicKey: house.keys.audit.publicKeys[String(keyId)] ?? "",
});

const Stone = z.object({
  endingId: z.uuid(),
  companyId: z.uuid(),
  cancelledAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  deletedAt: z.iso.datetime(),
  backupsGoBy: z.iso.datetime(),
  linkHash: z.base64(),
  keyId: z.int(),
  statement: z.string(),
  signature: z.base64(),
});
export type Stone = z.output<typeof Stone>;

const stoneOf = (place: Pick<EndingRow, "region" | "companyId">): string =>
  `${folderOf(place)}/ended.json`;

export const isStone = (name: string): boolean => name.endsWith("/ended.json");

/**
 * What stays of a company where its backups were, beside the control database: one that is put back to an earlier day learns
 * from it that the company has ended.
 */
export async function layStone(house: House, region: string, stone: Stone): Promise<void> {
  const { companyId } = stone;
  const bytes = Buffer.from(JSON.stringify(stone));
  await storeOf(house).put(stoneOf({ region, companyId }), pieces(bytes));
}

/** Null where there is none, or one that this house did not sign: whoever can write there ends no company. */
export async function stoneAt(
  house: House,
  place: Pick<EndingRow, "region" | "companyId">,
): Promise<Stone | null> {
  const store = storeOf(house);
  if (!(await store.has(stoneOf(place)))) return null;
  const read = Stone.safeParse(JSON.parse((await buffer(store.get(stoneOf(place)))).toString()));
  if (!read.success || read.data.companyId !== place.companyId) return null;
  const { keyId, statement, signature } = read.data;
  const key = house.keys.audit.publicKeys[String(keyId)];
  if (key === undefined) return null;
  const publicKey = createPublicKey({
    key: Buffer.from(key, "base64"),
    format: "der",
    type: "spki",
  });
  const isOurs = verify(null, Buffer.from(statement), publicKey, Buffer.from(signature, "base64"));
  return isOurs && statement.includes(showId("company", place.companyId)) ? read.data : null;
}

async function* pieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}
