import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { newId } from "#kernel/ids.ts";
import type { CompanyColumn } from "#platform/crypto/sealed-columns.ts";
import type { Sealer } from "#platform/crypto/sealer.ts";
import type { Db } from "#platform/db/db.ts";
import type { ExportId } from "./exports.contract.ts";
import { insertPart, selectPart } from "./exports.sql.ts";

/** So much of the file stands in one row. */
export const PART_BYTES = 1024 * 1024;
/** A piece may end a batch of lines past the size of a part. */
const UNPACKED_MAX_BYTES = 64 * 1024 * 1024;

export async function writePart(
  db: Db,
  sealer: Sealer,
  exportId: ExportId,
  position: number,
  plain: Buffer,
): Promise<void> {
  const id = newId<"export">();
  const body = sealer.sealBytes(placeOf(id), zstdCompressSync(plain));
  await insertPart(db, { id, exportId, position, body });
}

/** The file from its parts, one after the other. */
export async function* partsOf(db: Db, sealer: Sealer, exportId: ExportId): AsyncGenerator<Buffer> {
  for (let position = 0; ; position += 1) {
    const part = await selectPart(db, exportId, position);
    if (part === null) return;
    const packed = sealer.openBytes(placeOf(part.id), part.body);
    yield zstdDecompressSync(packed, { maxOutputLength: UNPACKED_MAX_BYTES });
  }
}

export const sealedParts: readonly CompanyColumn[] = [
  { in: "company", table: "export_parts", column: "body", kind: "bytes", isPassing: true },
];

const placeOf = (row: string) => ({ table: "export_parts", column: "body", row });
