import { createHmac } from "node:crypto";

/** RFC 6238 as every authenticator app does it: 30 seconds, six digits, SHA-1. */
const STEP_S = 30;
const DIGITS = 6;
/** A clock may be one step off in either direction. */
const STEPS_OFF = 1;

export const SECRET_BYTES = 20;

export const stepAt = (moment: Date): number => Math.floor(moment.getTime() / 1000 / STEP_S);

/** RFC 4226: four bytes of the keyed hash of the step, from where its last half byte says. */
export function totpAt(secret: Buffer, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac("sha1", secret).update(counter).digest();
  const at = (hash.at(-1) ?? 0) & 0x0f;
  const number = hash.readUInt32BE(at) & 0x7fff_ffff;
  return String(number % 10 ** digits).padStart(digits, "0");
}

/** Which step a code is of, around a moment; null when it is of none. */
export function stepOf(secret: Buffer, code: string, moment: Date): number | null {
  const now = stepAt(moment);
  const near = Array.from({ length: 2 * STEPS_OFF + 1 }, (_, i) => now - STEPS_OFF + i);
  return near.find((step) => totpAt(secret, step) === code) ?? null;
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** RFC 4648, without padding: how apps are told a secret. */
export function base32Of(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => BASE32[Number.parseInt(five.padEnd(5, "0"), 2)])
    .join("");
}

/** What the QR code says. The issuer stands twice, as apps of different ages look for it in different places. */
export const enrolmentUri = (issuer: string, email: string, secret: string): string =>
  `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(email)}` +
  `?secret=${secret}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=${DIGITS}&period=${STEP_S}`;
