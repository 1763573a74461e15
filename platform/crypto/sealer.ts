/** Where a sealed value stands. Moved to another row, column or company it cannot be opened. */
export type Place = { readonly table: string; readonly column: string; readonly row: string };

/** Seals with one company's key for one purpose: AES-256-GCM, `v1.<keyId>.<nonce>.<ciphertext>` in base64url. */
export type Sealer = {
  seal(place: Place, plain: string): string;
  /** Throws when the value was tampered with or stands in another place. */
  open(place: Place, sealed: string): string;
  /** The same for many bytes, without base64: one format byte, key id, nonce, ciphertext, tag. */
  sealBytes(place: Place, plain: Uint8Array): Buffer;
  openBytes(place: Place, sealed: Uint8Array): Buffer;
};
