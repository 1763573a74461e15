import { Readable } from "node:stream";
import { readDownloadToken } from "#platform/auth/download-tokens.ts";
import { eachAlone } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import type { RawAnswer, RawDoor } from "#platform/http/raw.ts";
import { takeLink } from "./exports.sql.ts";
import { partsOf } from "./packing.ts";

const NO_BODY = 1;
const TYPES = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** Where a file is fetched: the address is the key, and it turns once. */
export const exportDoor: RawDoor = {
  method: "GET",
  path: "/api/records/exports/files/:token",
  bodyMaxBytes: NO_BODY,
  open: (house) => ({
    handle: ({ params }) => fileFor(house, params["token"] ?? ""),
    tooLarge: async () => ({ status: 413 }),
    close: async () => undefined,
  }),
};

async function fileFor(house: House, shown: string): Promise<RawAnswer> {
  const token = readDownloadToken(shown);
  const access = token === null ? null : await house.companies.access(token.companyId);
  if (token === null || access === null) return { status: 404 };
  const db = eachAlone(access.pool);
  const row = await takeLink(db, token.hash, house.now());
  if (row === null) return { status: 404 };
  const day = row.createdAt.toISOString().slice(0, 10);
  return {
    status: 200,
    file: {
      name: `${row.recordType}s-${day}.${row.format}`,
      type: TYPES[row.format],
      content: Readable.from(partsOf(db, access.sealer, row.id)),
    },
  };
}
