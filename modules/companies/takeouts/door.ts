import { createHash, randomBytes } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { Readable } from "node:stream";
import { readDownloadToken } from "#platform/auth/download-tokens.ts";
import { eachAlone } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import { type RawAnswer, type RawDoor, rangeFrom } from "#platform/http/raw.ts";
import { type Sized, selectResumed, takeLinked } from "./takeouts.sql.ts";
import { openedTakeout } from "./takeouts.ts";

const NO_BODY = 1;

/**
 * Where the file is fetched: the address is the key, and it turns once. Whoever it turned for can go on where the line broke,
 * as browsers do by themselves: the answer carried a tag that nobody else has.
 */
export const takeoutDoor: RawDoor = {
  method: "GET",
  path: "/api/companies/takeouts/files/:token",
  bodyMaxBytes: NO_BODY,
  open: (house) => ({
    handle: ({ params, headers }) => fileFor(house, params["token"] ?? "", headers),
    tooLarge: async () => ({ status: 413 }),
    close: async () => undefined,
  }),
};

async function fileFor(
  house: House,
  shown: string,
  headers: IncomingHttpHeaders,
): Promise<RawAnswer> {
  const token = readDownloadToken(shown);
  if (token === null || (await house.companies.access(token.companyId)) === null)
    return { status: 404 };
  const control = eachAlone(house.control);
  const told = tagIn(headers);
  if (told !== null) {
    const found = await selectResumed(control, token, hashOf(told), house.now());
    if (found === null) return { status: 404 };
    const from = rangeFrom(headers) ?? 0;
    return from < found.bytes ? fileOf(house, found, told, from) : { status: 416 };
  }
  const tag = `"${randomBytes(24).toString("base64url")}"`;
  const found = await takeLinked(control, token, hashOf(tag), house.now());
  return found === null ? { status: 404 } : fileOf(house, found, tag, 0);
}

const fileOf = (house: House, found: Sized, tag: string, from: number): RawAnswer => ({
  status: 200,
  file: {
    name: `kaunter-${found.doneAt.toISOString().slice(0, 10)}.zip`,
    type: "application/zip",
    content: Readable.from(openedTakeout(house, found, from)),
    part: { from, of: found.bytes, tag },
  },
});

/** `If-Range` as browsers send it, `If-Match` as programs may. */
function tagIn(headers: IncomingHttpHeaders): string | null {
  const tag = headers["if-range"] ?? headers["if-match"];
  return typeof tag === "string" && tag !== "*" ? tag : null;
}

const hashOf = (tag: string): Buffer => createHash("sha256").update(tag).digest();
