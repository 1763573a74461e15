import { createHash, randomBytes } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import type { Account } from "#platform/actions/context.ts";
import type { Keyring } from "#platform/crypto/keyring.ts";

const ISSUER = "kaunter";
const AUDIENCE = "kaunter-session";

/** The session as the browser carries it: signed, so that a guessed id does not even reach the database. */
export function signSession(keys: Keyring, account: Account, now: Date): Promise<string> {
  const { kid, privateKey } = keys.sessions.current;
  return new SignJWT({
    iss: ISSUER,
    aud: AUDIENCE,
    sub: account.id,
    jti: account.sessionId,
    iat: secondsOf(now),
    exp: secondsOf(account.expiresAt),
  })
    .setProtectedHeader({ alg: "EdDSA", typ: "JWT", kid })
    .sign(privateKey);
}

/** The id of the session, or null: forged, expired, of another house, no token at all. */
export async function readSessionToken(
  keys: Keyring,
  token: string,
  now: Date,
): Promise<string | null> {
  try {
    const { payload } = await jwtVerify(
      token,
      ({ kid }) => {
        const key = keys.sessions.publicKeyOf(kid ?? "");
        if (key === null) throw new Error("no key of ours");
        return key;
      },
      {
        algorithms: ["EdDSA"],
        issuer: ISSUER,
        audience: AUDIENCE,
        requiredClaims: ["exp", "jti", "sub"],
        currentDate: now,
      },
    );
    return payload.jti ?? null;
  } catch {
    return null;
  }
}

/** For a link in a mail: 256 random bits, of which the house keeps the hash only. */
export function newLinkToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString("base64url");
  return { token, hash: linkHashOf(token) };
}

/** A plain hash suffices for what nobody can guess, and finding it by index tells no time worth knowing. */
export const linkHashOf = (token: string): Buffer =>
  createHash("sha256").update(`kaunter-link:${token}`).digest();

const secondsOf = (moment: Date): number => Math.floor(moment.getTime() / 1000);
