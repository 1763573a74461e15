import { showId } from "#kernel/ids.ts";
import { readDownloadToken } from "#platform/auth/download-tokens.ts";
import { eachAlone } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import type { RawAnswer, RawDoor } from "#platform/http/raw.ts";
import { shownStatement } from "./certificates.ts";
import { selectStatements } from "./endings.sql.ts";

const NO_BODY = 1;
const HOW =
  "Each statement is signed with Ed25519 over its text as it stands here (UTF-8). publicKey is the key, SPKI in DER and base64. " +
  "With OpenSSL: save the statement's text as statement.txt, the signature decoded from base64 as signature.bin, the key as key.der; then " +
  "openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in statement.txt -sigfile signature.bin";

/** Where the certificate of a company that is no more is fetched, for good: whoever has the address may. */
export const certificateDoor: RawDoor = {
  method: "GET",
  path: "/api/companies/certificates/:token",
  bodyMaxBytes: NO_BODY,
  open: (house) => ({
    handle: ({ params }) => certificateFor(house, params["token"] ?? ""),
    tooLarge: async () => ({ status: 413 }),
    close: async () => undefined,
  }),
};

async function certificateFor(house: House, shown: string): Promise<RawAnswer> {
  const token = readDownloadToken(shown);
  if (token === null) return { status: 404 };
  const statements = await selectStatements(eachAlone(house.control), token.hash);
  if (statements.length === 0) return { status: 404 };
  const content = JSON.stringify(
    { how: HOW, statements: statements.map((one) => shownStatement(house, one)) },
    null,
    2,
  );
  const name = `deletion-${showId("company", token.companyId)}.json`;
  return { status: 200, file: { name, type: "application/json", content } };
}
