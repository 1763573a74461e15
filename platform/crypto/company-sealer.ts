import assert from "node:assert/strict";
import type { KeyObject } from "node:crypto";
import type { Place, Sealer } from "./sealer.ts";
import { bytesOf, derivedKey, openBytes, type SealingKey, sealBytes, textOf } from "./sealing.ts";

/** A company's own key as it came out of its wrapping. */
export type CompanyKey = {
  readonly id: number;
  readonly bytes: Uint8Array;
  /** By this process's clock: before it others may not know the key yet, and it only opens. At once when left out. */
  readonly sealsAtMs?: number;
};

/**
 * Seals for one company and one purpose. What another company or another purpose sealed does not open here. The keys may
 * grow while it is in use: whoever holds it for long knows the new ones too.
 */
export function createSealer(
  companyId: string,
  purpose: string,
  keys: ReadonlyMap<number, CompanyKey>,
): Sealer {
  const derived = new Map<number, KeyObject>();
  function keyOf(id: number): KeyObject | undefined {
    const key = keys.get(id);
    if (key === undefined) return undefined;
    const known = derived.get(id) ?? derivedKey(key.bytes, companyId, purpose);
    derived.set(id, known);
    return known;
  }
  function current(): SealingKey {
    let id = 0;
    for (const key of keys.values())
      if (key.id > id && (key.sealsAtMs ?? 0) <= performance.now()) id = key.id;
    const key = keyOf(id);
    assert(key !== undefined, `company ${companyId} has a key`);
    return { id, key };
  }
  const contextOf = ({ table, column, row }: Place) => [companyId, table, column, row].join("\0");

  return {
    seal: (place, plain) => textOf(sealBytes(current(), contextOf(place), Buffer.from(plain))),
    open: (place, sealed) => openBytes(keyOf, contextOf(place), bytesOf(sealed)).toString(),
    sealBytes: (place, plain) => sealBytes(current(), contextOf(place), plain),
    openBytes: (place, sealed) => openBytes(keyOf, contextOf(place), sealed),
  };
}
