import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { type CompanyKey, createSealer } from "./company-sealer.ts";
import { createHouseSealer } from "./keyring.ts";
import { fixedMasterKeys } from "./master-keys.ts";

const place = { table: "connections", column: "secret", row: "0190" };
const companyKey = (id: number) => ({ id, bytes: randomBytes(32) });
const sealerOf = (company: string, purpose: string, keys: CompanyKey[]) =>
  createSealer(company, purpose, new Map(keys.map((key) => [key.id, key])));

test("what is sealed opens again, whatever it is", () => {
  const sealer = sealerOf("a", "secrets", [companyKey(1)]);
  for (const plain of ["", "x", "日本語 🔑", "a\0b", "x".repeat(100_000)])
    assert.equal(sealer.open(place, sealer.seal(place, plain)), plain);
  for (const size of [0, 1, 5_000_000]) {
    const bytes = randomBytes(size);
    assert.deepEqual(sealer.openBytes(place, sealer.sealBytes(place, bytes)), bytes);
  }
});

test("a sealed value reads v1.<keyId>.<nonce>.<ciphertext> and is never the same twice", () => {
  const sealer = sealerOf("a", "secrets", [companyKey(7)]);
  const sealed = Array.from({ length: 1_000 }, () => sealer.seal(place, "s"));
  assert.match(sealed[0] ?? "", /^v1\.7\.[\w-]{16}\.[\w-]+$/);
  assert.equal(new Set(sealed.map((text) => text.split(".")[2])).size, sealed.length);
});

test("a value moved to another company, purpose, table, column or row cannot be opened", () => {
  const key = companyKey(1);
  const sealer = sealerOf("a", "secrets", [key]);
  const sealed = sealer.seal(place, "secret");
  const bytes = sealer.sealBytes(place, Buffer.from("secret"));
  const elsewhere = [
    { ...place, table: "other" },
    { ...place, column: "previous_secret" },
    { ...place, row: "0191" },
    // The parts must not run into each other.
    { table: "connection", column: "ssecret", row: place.row },
  ];
  for (const other of elsewhere) {
    assert.throws(() => sealer.open(other, sealed));
    assert.throws(() => sealer.openBytes(other, bytes));
  }
  assert.throws(() => sealerOf("b", "secrets", [key]).open(place, sealed));
  assert.throws(() => sealerOf("a", "documents", [key]).open(place, sealed));
  assert.throws(() => sealerOf("a", "secrets", [companyKey(1)]).open(place, sealed));
});

test("a value that was changed anywhere cannot be opened", () => {
  const sealer = sealerOf("a", "secrets", [companyKey(1)]);
  const sealed = sealer.sealBytes(place, Buffer.from("secret"));
  for (let i = 0; i < sealed.length; i += 1) {
    const changed = Buffer.from(sealed);
    changed[i] = (changed[i] ?? 0) ^ 1;
    assert.throws(() => sealer.openBytes(place, changed), `byte ${i}`);
  }
  for (const short of [0, 1, 13, 29, sealed.length - 1])
    assert.throws(() => sealer.openBytes(place, sealed.subarray(0, short)));
  for (const odd of ["", "v1", "v2.1.AAAAAAAAAAAAAAAA.AAAA", "secret"])
    assert.throws(() => sealer.open(place, odd));
});

test("after a change of key the old one still opens and the new one seals", () => {
  const [old, fresh] = [companyKey(1), companyKey(2)];
  const before = sealerOf("a", "secrets", [old]).seal(place, "x");
  const after = sealerOf("a", "secrets", [fresh, old]);
  assert.equal(after.open(place, before), "x");
  assert.match(after.seal(place, "x"), /^v1\.2\./);
});

test("a new master key opens what the old one sealed, and the other way round nothing opens", () => {
  const [old, fresh] = [1, 2].map((version) => ({ version, bytes: randomBytes(32) }));
  assert(old !== undefined && fresh !== undefined);
  const before = createHouseSealer(fixedMasterKeys([old]));
  const after = createHouseSealer(fixedMasterKeys([old, fresh]));
  const { id, wrapped } = before.newCompanyKey("a");
  const opened = after.unwrapCompanyKey("a", id, wrapped);
  assert.deepEqual(opened, before.unwrapCompanyKey("a", id, wrapped));
  assert.throws(() => after.unwrapCompanyKey("b", id, wrapped), "another company's key");
  assert.throws(() => before.openForHouse("mail", "1", after.sealForHouse("mail", "1", "x")));
});
