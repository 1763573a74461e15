import { z } from "zod";
import { blocked, done, get, id, instant, post } from "#kernel/contract.ts";

const KeyId = id("api_key");
export type KeyId = z.output<typeof KeyId>;

export const KeyLasts = z.enum(["30_days", "90_days", "year", "forever"]);
export type KeyLasts = z.output<typeof KeyLasts>;

/** `maker_gone`: the one who made it left. `maker_disabled`: opens nothing until its maker is enabled again. `password_changed`: the password it was made under is no more. */
export const KeyState = z.enum([
  "open",
  "expired",
  "revoked",
  "maker_gone",
  "maker_disabled",
  "password_changed",
]);
export type KeyState = z.output<typeof KeyState>;

export const Key = z.object({
  id: KeyId,
  name: z.string(),
  /** What it begins with: `kau_<prefix>_…`. */
  prefix: z.string(),
  makerName: z.string(),
  /** The permissions it is narrowed to; null for whatever its maker's role allows. */
  scopes: z.array(z.string()).nullable(),
  state: KeyState,
  createdAt: instant(),
  /** Null for one that does not expire. */
  expiresAt: instant().nullable(),
  lastUsedAt: instant().nullable(),
  lastNetwork: z.string().nullable(),
  endedBy: z.string().nullable(),
  blocked: z.object({ revoke: blocked() }),
});
export type Key = z.output<typeof Key>;

const at = "/api/companies/keys";
export const keys = {
  /** The newest first; ended ones of the last 90 days too. */
  list: get(at, z.object({}), z.object({ rows: z.array(Key) })),
  /** `key` is the whole of it, shown this once. `scopes`: permissions that its maker has, or null for the maker's role. */
  make: post(
    at,
    z.object({
      name: z.string().trim().min(1, "field.required").max(100),
      scopes: z.array(z.string().max(100)).min(1, "field.required").max(500).nullable(),
      lasts: KeyLasts,
    }),
    z.object({ row: Key, key: z.string() }),
  ),
  revoke: post(`${at}/:id/revoke`, z.object({ id: KeyId }), done),
};
