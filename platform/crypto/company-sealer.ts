import assert from "node:assert/strict";
import type { Place, Sealer } from "./sealer.ts";
import { bytesOf, derivedKey, openBytes, type SealingKey, sealBytes, textOf } from "./sealing.ts";

/** A company's own key as it came out of its wrapping. The one with the highest id seals. */
export type CompanyKey = { readonly id: number; readonly bytes: Uint8Array };

/** Seals for one company and one purpose. What another company or another purpose sealed does not open here. */
export function createSealer(
  companyId: string,
  purpose: string,
  keys: readonly CompanyKey[],
): Sealer {
  const derived = new Map(
    keys.map(({ id, bytes }) => [id, derivedKey(bytes, companyId, purpose)] as const),
  );
  const newest = Math.max(...derived.keys());
  const key = derived.get(newest);
  assert(key !== undefined, `company ${companyId} has a key`);
  const current: SealingKey = { id: newest, key };
  const keyOf = (id: number) => derived.get(id);
  const contextOf = ({ table, column, row }: Place) => [companyId, table, column, row].join("\0");

  return {
    seal: (place, plain) => textOf(sealBytes(current, contextOf(place), Buffer.from(plain))),
    open: (place, sealed) => openBytes(keyOf, contextOf(place), bytesOf(sealed)).toString(),
    sealBytes: (place, plain) => sealBytes(current, contextOf(place), plain),
    openBytes: (place, sealed) => openBytes(keyOf, contextOf(place), sealed),
  };
}
