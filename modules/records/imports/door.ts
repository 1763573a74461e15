import { randomUUID } from "node:crypto";
import { eachAlone } from "#platform/db/db.ts";
import { isForeign } from "#platform/http/origin.ts";
import type { RawAnswer, RawDoor } from "#platform/http/raw.ts";
import { openFailures } from "./downloads.ts";
import { insertPart, selectUpload, type Upload } from "./imports.sql.ts";
import { readToken, sealPart } from "./parts.ts";

/** The largest piece that any version has asked for: uploads go on while the next version takes over. */
const PIECE_MAX_BYTES = 4 * 1024 * 1024;

/**
 * Takes one piece of a file. Its address is the key: only whoever began the import was told it, and it opens nothing but
 * this upload. A piece may be sent again, so a broken line costs one piece.
 */
export const partDoor: RawDoor = {
  method: "POST",
  path: "/api/records/imports/parts/:upload/:position",
  bodyMaxBytes: PIECE_MAX_BYTES,
  open: (house) => ({
    handle: async (knock) => {
      if (isForeign(knock, house.config.publicUrl)) return { status: 403 };
      const token = readToken(knock.params["upload"] ?? "");
      const position = Number(knock.params["position"]);
      const access = token === null ? null : await house.companies.access(token.companyId);
      if (token === null || access === null || !Number.isInteger(position)) return { status: 404 };
      const db = eachAlone(access.pool);
      const upload = await selectUpload(db, token.hash);
      if (upload === null) return { status: 404 };
      const bytes = knock.body.length;
      if (bytes !== bytesOf(upload, position)) return { status: 422 };
      const id = randomUUID();
      const sealed = sealPart(access.sealer, id, knock.body);
      const kept = await insertPart(db, { id, importId: upload.id, position, bytes, sealed });
      return { status: kept > 0 ? 204 : 404 };
    },
    tooLarge: async (): Promise<RawAnswer> => ({ status: 413 }),
    close: async () => undefined,
  }),
};

/** How long each piece is follows from the whole: all are full but the last. */
function bytesOf({ fileBytes, partBytes }: Upload, position: number): number {
  if (position < 0) return -1;
  return Math.min(partBytes, fileBytes - position * partBytes);
}

/** A browser's own download has no way to say more than its address: that is the key, and it turns once. */
export const failuresDoor: RawDoor = {
  method: "GET",
  path: "/api/records/imports/downloads/:token",
  bodyMaxBytes: 1,
  open: (house) => ({
    handle: async ({ params }) => {
      const opened = await openFailures(house, params["token"] ?? "");
      if (opened === null) return { status: 404 };
      const { name, content } = opened;
      return { status: 200, file: { name, type: "text/csv; charset=utf-8", content } };
    },
    tooLarge: async (): Promise<RawAnswer> => ({ status: 413 }),
    close: async () => undefined,
  }),
};
