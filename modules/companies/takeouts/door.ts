import { Readable } from "node:stream";
import { readDownloadToken } from "#platform/auth/download-tokens.ts";
import { eachAlone } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import type { RawAnswer, RawDoor } from "#platform/http/raw.ts";
import { takeLinked } from "./takeouts.sql.ts";
import { openedTakeout } from "./takeouts.ts";

const NO_BODY = 1;

/** Where the file is fetched: the address is the key, and it turns once. */
export const takeoutDoor: RawDoor = {
  method: "GET",
  path: "/api/companies/takeouts/files/:token",
  bodyMaxBytes: NO_BODY,
  open: (house) => ({
    handle: ({ params }) => fileFor(house, params["token"] ?? ""),
    tooLarge: async () => ({ status: 413 }),
    close: async () => undefined,
  }),
};

async function fileFor(house: House, shown: string): Promise<RawAnswer> {
  const token = readDownloadToken(shown);
  if (token === null || (await house.companies.access(token.companyId)) === null)
    return { status: 404 };
  const control = eachAlone(house.control);
  const found = await takeLinked(control, token.companyId, token.hash, house.now());
  if (found === null) return { status: 404 };
  return {
    status: 200,
    file: {
      name: `kaunter-${house.now().toISOString().slice(0, 10)}.zip`,
      type: "application/zip",
      content: Readable.from(openedTakeout(house, found)),
    },
  };
}
