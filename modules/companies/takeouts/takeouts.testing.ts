import { buffer } from "node:stream/consumers";
import yauzl from "yauzl";
import { FILED, SEALED } from "#modules/modules.ts";
import { SIGN_UP } from "#platform/testing/door.ts";
import type { BackedUp } from "../backups/backups.testing.ts";
import { makeTakeouts } from "./takeouts.ts";

const AT = "/api/companies/takeouts";

/** A whole export, asked for, packed and fetched as somebody does. */
export async function takeoutOf({ owner, ground, door }: BackedUp): Promise<Buffer> {
  await owner.ask("POST", "/api/accounts/sessions/confirm", { password: SIGN_UP.password });
  const { status, body } = await owner.ask("POST", AT, {});
  if (status !== 200) throw new Error(JSON.stringify(body));
  await makeTakeouts(ground, SEALED, FILED);
  const link = await owner.ask("POST", `${AT}/${body.id}/link`, { id: body.id });
  const fetched = await door.app.inject({ method: "GET", url: link.body.path });
  if (fetched.statusCode !== 200) throw new Error(fetched.body);
  return fetched.rawPayload;
}

/** Hangs a file on a new customer, as somebody does. */
export async function attached(
  { owner, door }: BackedUp,
  fileName: string,
  content: Buffer,
): Promise<string> {
  const ask = async (path: string, body: object) => {
    const answer = await owner.ask("POST", path, body);
    if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const { id: subject } = await ask("/api/crm/customers", { name: "Aina" });
  const begun = { subject, note: null, fileName, bytes: content.length };
  const { id, upload } = await ask("/api/records/attachments", begun);
  const { publicUrl } = door.house.config;
  await door.app.inject({
    method: "POST",
    url: `/api/records/attachments/parts/${upload}/0`,
    headers: {
      host: new URL(publicUrl).host,
      origin: publicUrl,
      "content-type": "application/octet-stream",
    },
    payload: content,
  });
  await ask(`/api/records/attachments/${id}/finish`, {});
  return id;
}

/** What is in a ZIP, unpacked. */
export function entriesOf(zip: Buffer): Promise<Map<string, Buffer>> {
  return new Promise((resolve, reject) => {
    const entries = new Map<string, Buffer>();
    yauzl.fromBuffer(zip, { lazyEntries: true }, (error, file) => {
      if (error) return reject(error);
      file.on("entry", (entry: yauzl.Entry) => {
        file.openReadStream(entry, (failed, stream) => {
          if (failed) return reject(failed);
          buffer(stream).then((bytes) => {
            entries.set(entry.fileName, bytes);
            file.readEntry();
          }, reject);
        });
      });
      file.on("end", () => resolve(entries));
      file.readEntry();
    });
  });
}
