import { createHmac, timingSafeEqual } from "node:crypto";
import type { Reason } from "#kernel/errors.ts";
import { type Headers, headerOf } from "./platforms.rules.ts";

const SIGNATURE_MISSING = "connect.delivery.signature_missing";
const SIGNATURE_WRONG = "connect.delivery.signature_wrong";

/**
 * Whether one of the secrets signed these very bytes: base64 of HMAC-SHA256, as WooCommerce and Shopify send it. All
 * secrets are tried whichever fits, and compared in constant time. An empty secret never signs: anybody could.
 */
export function whyNotSignedBy(
  headerName: string,
  headers: Headers,
  body: Uint8Array,
  secrets: readonly string[],
): Reason | null {
  const signature = headerOf(headers, headerName);
  if (signature === null) return SIGNATURE_MISSING;
  if (!/^[A-Za-z0-9+/]{43}=$/.test(signature)) return SIGNATURE_WRONG;
  const given = Buffer.from(signature, "base64");
  let isSigned = false;
  for (const secret of secrets) {
    if (secret === "") continue;
    const expected = createHmac("sha256", secret).update(body).digest();
    isSigned = timingSafeEqual(given, expected) || isSigned;
  }
  return isSigned ? null : SIGNATURE_WRONG;
}
