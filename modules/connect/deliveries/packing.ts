import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { CompanyColumn } from "#platform/crypto/sealed-columns.ts";
import type { Sealer } from "#platform/crypto/sealer.ts";

const PLAIN = 0;
const ZSTD = 1;
/** Below this a compressed JSON saves less than it costs. */
const WORTH_BYTES = 256;
/** A body is at most 5 MB at the door; whatever claims to unpack to more is not one of ours. */
const UNPACKED_MAX_BYTES = 8 * 1024 * 1024;
const FASTEST = { [constants.ZSTD_c_compressionLevel]: 1 };
/** What zlib sets aside for each piece of the result: a JSON shrinks to less than half, and 16 KB each time is a lot to sweep up. */
const pieceBytesFor = (length: number): number => Math.min(64 * 1024, Math.max(1024, length >> 1));

/** The body as it is stored: a byte that says how, then the bytes, sealed for this row and no other. */
export const packBody = (sealer: Sealer, deliveryId: string, body: Uint8Array): Buffer =>
  sealer.sealBytes(placeOf(deliveryId), squeezed(body));

export function unpackBody(sealer: Sealer, deliveryId: string, packed: Uint8Array): Buffer {
  const opened = sealer.openBytes(placeOf(deliveryId), packed);
  const rest = opened.subarray(1);
  return opened[0] === ZSTD
    ? zstdDecompressSync(rest, { maxOutputLength: UNPACKED_MAX_BYTES })
    : rest;
}

function squeezed(body: Uint8Array): Buffer {
  if (body.length >= WORTH_BYTES) {
    const small = zstdCompressSync(body, {
      chunkSize: pieceBytesFor(body.length),
      params: FASTEST,
    });
    if (small.length < body.length * 0.9) return Buffer.concat([Buffer.of(ZSTD), small]);
  }
  return Buffer.concat([Buffer.of(PLAIN), body]);
}

export const sealedBodies: readonly CompanyColumn[] = [
  {
    in: "company",
    table: "deliveries",
    column: "body",
    kind: "bytes",
    handsOut: unpackBody,
    takesIn: (sealer, row, plain) => (plain === null ? null : packBody(sealer, row, plain)),
  },
];

const placeOf = (deliveryId: string) => ({
  table: "deliveries",
  column: "body",
  row: deliveryId,
});
