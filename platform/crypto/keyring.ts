import assert from "node:assert/strict";
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import type pg from "pg";
import { ConfigProblem } from "#platform/config/config.ts";
import { transaction } from "#platform/db/db.ts";
import { sql } from "#platform/db/sql.ts";
import type { CompanyKey } from "./company-sealer.ts";
import type { MasterKeys } from "./master-keys.ts";
import { bytesOf, derivedKey, openBytes, sealBytes, textOf } from "./sealing.ts";

/** The house's own keys. What is sealed here stands under the master key and opens in any process that has it. */
export type Keyring = HouseSealer & {
  readonly sessions: {
    /** Signs: Ed25519. */
    readonly current: { readonly kid: string; readonly privateKey: KeyObject };
    /** Also of keys that sign no more, for as long as what they signed is valid. */
    publicKeyOf(kid: string): KeyObject | null;
  };
  /** Signs what the audit logs were: Ed25519. */
  readonly audit: {
    readonly current: { readonly id: number; readonly privateKey: KeyObject };
    /** Of every key that ever signed, by its id: SPKI, DER, base64. */
    readonly publicKeys: Readonly<Record<string, string>>;
  };
  /** Mixed into every password before it is hashed, so that a stolen table alone cannot be guessed at. */
  readonly pepper: Buffer;
  /**
   * What stands for a word where the word itself must not be kept: a keyed hash, another one in each company. It outlives
   * rotation and restores, for it hangs on no key of theirs.
   */
  pseudonymOf(companyId: string, text: string): Buffer;
};

const COMPANY_KEY = "company-key";

export type HouseSealer = {
  /** `context` names the place, `mails.sealed:<id>`: opened with another one it stays shut. */
  sealForHouse(purpose: string, context: string, plain: string | Uint8Array): string;
  openForHouse(purpose: string, context: string, sealed: string): Buffer;
  /** A fresh key for a company, as it is kept. */
  newCompanyKey(companyId: string, id?: number): { readonly id: number; readonly wrapped: string };
  unwrapCompanyKey(companyId: string, id: number, wrapped: string): CompanyKey;
  /** A key that the company had before, as it is kept: what it sealed opens again. */
  wrapCompanyKey(companyId: string, id: number, bytes: Uint8Array): string;
};

export function createHouseSealer(masterKeys: MasterKeys): HouseSealer {
  const derived = new Map<string, KeyObject>();
  const keyFor = (purpose: string) => (version: number) => {
    const master = masterKeys.of(version);
    if (master === undefined) return undefined;
    const name = `${version}/${purpose}`;
    const key = derived.get(name) ?? derivedKey(master.bytes, "house", purpose);
    derived.set(name, key);
    return key;
  };

  function sealForHouse(purpose: string, context: string, plain: string | Uint8Array): string {
    const { version: id } = masterKeys.newest();
    const key = keyFor(purpose)(id);
    assert(key !== undefined);
    return textOf(sealBytes({ id, key }, context, Buffer.from(plain)));
  }

  const openForHouse = (purpose: string, context: string, sealed: string): Buffer =>
    openBytes(keyFor(purpose), context, bytesOf(sealed));

  return {
    sealForHouse,
    openForHouse,
    newCompanyKey: (companyId, id = 1) => ({
      id,
      wrapped: sealForHouse(COMPANY_KEY, `${companyId}/${id}`, randomBytes(32)),
    }),
    wrapCompanyKey: (companyId, id, bytes) =>
      sealForHouse(COMPANY_KEY, `${companyId}/${id}`, bytes),
    unwrapCompanyKey: (companyId, id, wrapped) => ({
      id,
      bytes: openForHouse(COMPANY_KEY, `${companyId}/${id}`, wrapped),
    }),
  };
}

/** The house's keys from the control database, made at the first start. */
export async function openKeyring(control: pg.Pool, sealer: HouseSealer): Promise<Keyring> {
  const [pepper] = await houseKeys(control, sealer, "pepper", () => randomBytes(32));
  assert(pepper !== undefined, "the house has its keys");
  const sessions = await signingKeys(control, sealer, "session");
  const audit = await signingKeys(control, sealer, "audit");
  const [pseudonyms] = await houseKeys(control, sealer, "pseudonym", () => randomBytes(32));
  assert(pseudonyms !== undefined, "the house has its keys");
  return {
    ...sealer,
    sessions: {
      current: { kid: String(sessions.current.id), privateKey: sessions.current.privateKey },
      publicKeyOf: (kid) => sessions.all.find(({ id }) => String(id) === kid)?.publicKey ?? null,
    },
    audit: {
      current: audit.current,
      publicKeys: Object.fromEntries(
        audit.all.map(({ id, publicKey }) => [
          String(id),
          publicKey.export({ type: "spki", format: "der" }).toString("base64"),
        ]),
      ),
    },
    pepper: pepper.bytes,
    pseudonymOf: (companyId, text) =>
      createHmac("sha256", derivedKey(pseudonyms.bytes, companyId, "pseudonym"))
        .update(text)
        .digest(),
  };
}

async function signingKeys(control: pg.Pool, sealer: HouseSealer, purpose: "session" | "audit") {
  const kept = await houseKeys(control, sealer, purpose, () =>
    generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "der" }),
  );
  const all = kept.map(({ id, bytes }) => {
    const privateKey = createPrivateKey({ key: bytes, type: "pkcs8", format: "der" });
    return { id, privateKey, publicKey: createPublicKey(privateKey) };
  });
  const [current] = all;
  assert(current !== undefined, "the house has its keys");
  return { current, all };
}

type HouseKeyRow = { readonly keyId: number; readonly sealed: string };

/** All keys of a purpose, newest first. Processes that start together end up with the same first one. */
async function houseKeys(
  control: pg.Pool,
  sealer: HouseSealer,
  purpose: "session" | "pepper" | "audit" | "pseudonym",
  fresh: () => Buffer,
): Promise<{ id: number; bytes: Buffer }[]> {
  const rows = await transaction(control, "read write", async (db) => {
    const select = sql`select key_id, sealed from house_keys where purpose = ${purpose} order by key_id desc`;
    const known = await db.rows<HouseKeyRow>(select);
    if (known.length > 0) return known;
    const sealed = sealer.sealForHouse(`house-key/${purpose}`, "1", fresh());
    await db.run(sql`
      insert into house_keys (purpose, key_id, sealed, created_at) values (${purpose}, 1, ${sealed}, now())
          on conflict do nothing`);
    return db.rows<HouseKeyRow>(select);
  });
  try {
    return rows.map(({ keyId, sealed }) => ({
      id: keyId,
      bytes: sealer.openForHouse(`house-key/${purpose}`, String(keyId), sealed),
    }));
  } catch {
    throw new ConfigProblem(
      "The master key does not fit this database, which was sealed with another one: put that one back (KAUNTER_MASTER_KEY, or the file master.key in KAUNTER_DIR). Where nothing in it is wanted any more, remove the folder postgres in KAUNTER_DIR and the one that its file is-kept-at names, and start again.",
    );
  }
}
