import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { readDownloadToken } from "#platform/auth/download-tokens.ts";
import { eachAlone } from "#platform/db/db.ts";
import { isForeign } from "#platform/http/origin.ts";
import type { RawAnswer, RawDoor } from "#platform/http/raw.ts";
import { PART_BYTES } from "./attachments.contract.ts";
import { bytesOfPart } from "./attachments.rules.ts";
import { insertPart, selectUpload, takeLink } from "./attachments.sql.ts";
import { piecesOf, placeOf } from "./attachments.ts";

/**
 * Takes one piece of a file. Its address is the key: only whoever began it was told it, and it opens nothing but this
 * upload. A piece may be sent again, so a broken line costs one piece.
 */
export const partDoor: RawDoor = {
  method: "POST",
  path: "/api/records/attachments/parts/:upload/:position",
  bodyMaxBytes: PART_BYTES,
  open: (house) => ({
    handle: async (knock) => {
      if (isForeign(knock, house.config.publicUrl)) return { status: 403 };
      const token = readDownloadToken(knock.params["upload"] ?? "");
      const access = token === null ? null : await house.companies.access(token.companyId);
      if (token === null || access === null) return { status: 404 };
      const db = eachAlone(access.pool);
      const upload = await selectUpload(db, token.hash);
      if (upload === null) return { status: 404 };
      const position = Number(knock.params["position"]);
      const bytes = knock.body.length;
      if (bytes !== bytesOfPart(upload.bytes, position)) return { status: 422 };
      const id = randomUUID();
      const sealed = access.sealer.sealBytes(placeOf(id), knock.body);
      const part = { id, attachmentId: upload.id, position, bytes, sealed };
      return { status: (await insertPart(db, part)) > 0 ? 204 : 404 };
    },
    tooLarge: async (): Promise<RawAnswer> => ({ status: 413 }),
    close: async () => undefined,
  }),
};

/** Where a file is fetched: the address is the key, and it turns once. It is always something to keep, never a page. */
export const fileDoor: RawDoor = {
  method: "GET",
  path: "/api/records/attachments/files/:token",
  bodyMaxBytes: 1,
  open: (house) => ({
    handle: async ({ params }) => {
      const token = readDownloadToken(params["token"] ?? "");
      const access = token === null ? null : await house.companies.access(token.companyId);
      if (token === null || access === null) return { status: 404 };
      const db = eachAlone(access.pool);
      const row = await takeLink(db, token.hash, house.now());
      if (row === null) return { status: 404 };
      const content = Readable.from(piecesOf(db, access.sealer, row.id));
      return { status: 200, file: { name: row.fileName, type: row.type, content } };
    },
    tooLarge: async (): Promise<RawAnswer> => ({ status: 413 }),
    close: async () => undefined,
  }),
};
