import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomFillSync,
} from "node:crypto";

/** AES-256-GCM, the one way in which anything is sealed here. `id` stands in the sealed value and says which key opens it. */
export type SealingKey = { readonly id: number; readonly key: KeyObject };

const FORMAT = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Format byte and key id. */
const HEAD_BYTES = 2;

/** One key for one purpose, so that a value sealed for one can never be passed off for another. */
export const derivedKey = (secret: Uint8Array, salt: string, purpose: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync("sha256", secret, salt, `kaunter/v1/${purpose}`, 32)));

/** Format, key id, nonce, ciphertext, tag. `context` is not kept: whoever opens must name the same. */
export function sealBytes({ id, key }: SealingKey, context: string, plain: Uint8Array): Buffer {
  const sealed = Buffer.allocUnsafe(HEAD_BYTES + NONCE_BYTES + plain.length + TAG_BYTES);
  sealed[0] = FORMAT;
  sealed[1] = id;
  const nonce = takeNonce();
  nonce.copy(sealed, HEAD_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(context));
  cipher.update(plain).copy(sealed, HEAD_BYTES + NONCE_BYTES);
  cipher.final();
  cipher.getAuthTag().copy(sealed, sealed.length - TAG_BYTES);
  return sealed;
}

/** Throws when the value was changed, or stood in another place. */
export function openBytes(
  keyOf: (id: number) => KeyObject | undefined,
  context: string,
  sealed: Uint8Array,
): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const cut = bytes.length - TAG_BYTES;
  if (bytes[0] !== FORMAT || cut < HEAD_BYTES + NONCE_BYTES) throw new Error("not a sealed value");
  const key = keyOf(bytes[1] ?? 0);
  if (key === undefined) throw new Error(`no key ${bytes[1]} to open a sealed value`);
  const nonce = bytes.subarray(HEAD_BYTES, HEAD_BYTES + NONCE_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(bytes.subarray(cut));
  const plain = decipher.update(bytes.subarray(HEAD_BYTES + NONCE_BYTES, cut));
  decipher.final();
  return plain;
}

/** `v1.<keyId>.<nonce>.<ciphertext>`, base64url; the tag ends the ciphertext. */
export function textOf(sealed: Buffer): string {
  const nonce = sealed.toString("base64url", HEAD_BYTES, HEAD_BYTES + NONCE_BYTES);
  return `v${sealed[0]}.${sealed[1]}.${nonce}.${sealed.toString("base64url", HEAD_BYTES + NONCE_BYTES)}`;
}

export function bytesOf(text: string): Buffer {
  const [, id, nonce = "", rest = ""] = /^v1\.(\d{1,3})\.([\w-]{16})\.([\w-]+)$/.exec(text) ?? [];
  if (id === undefined || Number(id) > 255) throw new Error("not a sealed value");
  const head = Buffer.from([FORMAT, Number(id)]);
  return Buffer.concat([head, Buffer.from(nonce, "base64url"), Buffer.from(rest, "base64url")]);
}

/** Random ones, drawn many at a time: asking the system for twelve bytes costs more than sealing a webhook. */
function takeNonce(): Buffer {
  if (drawn >= nonces.length) {
    randomFillSync(nonces);
    drawn = 0;
  }
  const nonce = Buffer.from(nonces.subarray(drawn, drawn + NONCE_BYTES));
  drawn += NONCE_BYTES;
  return nonce;
}
const nonces = Buffer.alloc(NONCE_BYTES * 256);
let drawn = nonces.length;
