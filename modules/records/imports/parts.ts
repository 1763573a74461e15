import { createHash, randomBytes } from "node:crypto";
import type pg from "pg";
import type { CompanyColumn } from "#platform/crypto/sealed-columns.ts";
import type { Place, Sealer } from "#platform/crypto/sealer.ts";
import { eachAlone } from "#platform/db/db.ts";
import type { CompanyAccess } from "#platform/tenancy/companies.ts";
import type { Source } from "#platform/transfer/table.ts";
import { type KeptImport, selectPart } from "./imports.sql.ts";

/** Pieces of files that people bring in. */
export const sealedParts: readonly CompanyColumn[] = [
  { in: "company", table: "import_parts", column: "sealed", kind: "bytes", isPassing: true },
];

const placeOf = (row: string): Place => ({ table: "import_parts", column: "sealed", row });

export const sealPart = (sealer: Sealer, id: string, bytes: Uint8Array): Buffer =>
  sealer.sealBytes(placeOf(id), bytes);

/** The file as it was sent, out of its sealed pieces: of these one is open at a time. */
export function sourceOf(
  { pool, sealer }: CompanyAccess,
  { id, fileBytes: bytes, partBytes }: Pick<KeptImport, "id" | "fileBytes" | "partBytes">,
): Source {
  const db = eachAlone(pool as pg.Pool);
  let open: { position: number; plain: Buffer } | null = null;

  async function piece(position: number): Promise<Buffer> {
    if (open?.position === position) return open.plain;
    const part = await selectPart(db, id, position);
    if (part === null) throw new Error(`piece ${position} of the import ${id} is not there`);
    const plain = sealer.openBytes(placeOf(part.id), part.sealed);
    open = { position, plain };
    return plain;
  }

  return {
    bytes,
    async read(from, length) {
      const end = Math.min(from + length, bytes);
      const pieces: Buffer[] = [];
      for (let at = from; at < end; ) {
        const position = Math.floor(at / partBytes);
        const plain = await piece(position);
        const within = at - position * partBytes;
        const taken = plain.subarray(within, within + end - at);
        if (taken.length === 0)
          throw new Error(`piece ${position} of the import ${id} is too short`);
        pieces.push(taken);
        at += taken.length;
      }
      const [only] = pieces;
      return pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces);
    },
  };
}

const SECRET_BYTES = 32;

/** What opens a raw door for one import: the company's id, so that the door finds its database, and a secret. */
export function newToken(companyId: string): { shown: string; hash: Buffer } {
  const id = Buffer.from(companyId.replaceAll("-", ""), "hex");
  const token = Buffer.concat([id, randomBytes(SECRET_BYTES)]);
  return { shown: token.toString("base64url"), hash: hashOf(token) };
}

/** Null for every text that is no token. */
export function readToken(shown: string): { companyId: string; hash: Buffer } | null {
  const token = Buffer.from(shown, "base64url");
  if (token.length !== 16 + SECRET_BYTES) return null;
  const companyId = token
    .toString("hex", 0, 16)
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return { companyId, hash: hashOf(token) };
}

const hashOf = (token: Buffer): Buffer => createHash("sha256").update(token).digest();
