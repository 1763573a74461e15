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

/** Says which session a token is of, or null: forged, expired, of another house, no token at all. */
export type TokenReader = (token: string, now: Date) => Promise<string | null>;

type Read = { readonly sessionId: string; readonly expiresAtMs: number };

const REMEMBERED_MAX = 10_000;

/**
 * A signature that was right stays right, so it is checked once: the rest of a request's reading costs less than that. When
 * it expires is looked at every time, and whether the session still stands is asked of the database in any case.
 */
export function tokenReader(keys: Keyring): TokenReader {
  const remembered = new Map<string, Read>();
  return async (token, now) => {
    const read = remembered.get(token) ?? (await verifyToken(keys, token, now));
    if (read === null || read.expiresAtMs <= now.getTime()) {
      remembered.delete(token);
      return null;
    }
    if (!remembered.has(token)) {
      const [oldest] = remembered.size >= REMEMBERED_MAX ? remembered.keys() : [];
      if (oldest !== undefined) remembered.delete(oldest);
      remembered.set(token, read);
    }
    return read.sessionId;
  };
}

async function verifyToken(keys: Keyring, token: string, now: Date): Promise<Read | null> {
  try {
    const { payload } = await jwtVerify(token, ({ kid }) => publicKeyOf(keys, kid), {
      algorithms: ["EdDSA"],
      issuer: ISSUER,
      audience: AUDIENCE,
      requiredClaims: ["exp", "jti", "sub"],
      currentDate: now,
    });
    const { jti, exp } = payload;
    return jti === undefined || exp === undefined
      ? null
      : { sessionId: jti, expiresAtMs: exp * 1000 };
  } catch {
    return null;
  }
}

function publicKeyOf(keys: Keyring, kid: string | undefined) {
  const key = keys.sessions.publicKeyOf(kid ?? "");
  if (key === null) throw new Error("no key of ours");
  return key;
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
