import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { contact, MASK, secret, sensitive, told } from "#kernel/classes.ts";
import { get, id, instant } from "#kernel/contract.ts";
import { Problem } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import type { Actor } from "#platform/actions/context.ts";
import type { Sees } from "./decide.rules.ts";
import { rememberFields } from "./field-names.ts";
import { maskedFor, refuseMasked } from "./masks.ts";

const PLAIN: Sees = {
  public: "plain",
  business: "plain",
  contact: "plain",
  sensitive: "plain",
  secret: "plain",
};
const seeing = (sees: Partial<Sees>): Actor => ({
  kind: "person",
  id: "someone",
  name: "Someone",
  permissions: new Set(),
  standing: {
    role: { key: "own", id: null, name: "Own" },
    permissions: new Set(),
    denied: new Set(),
    narrowed: new Map(),
    team: [],
    sees: { ...PLAIN, ...sees },
  },
});

const Person = z.object({
  id: id("customer"),
  name: z.string(),
  email: contact(z.string().nullable()),
  phone: contact(z.string()).nullable().default(null),
  note: sensitive(z.string()),
  key: secret(z.string()).optional(),
  home: contact(z.object({ street: z.string(), since: instant() })).nullable(),
  links: z.array(z.object({ kind: z.string(), to: contact(z.string()) })),
  either: z.union([
    z.object({ is: z.literal("a"), a: contact(z.string()) }),
    z.object({ is: z.literal("b") }),
  ]),
  byStore: z.record(z.string(), contact(z.string())),
  detail: told(z.record(z.string(), z.unknown()), ["actor"]),
});
const REPLY = {
  id: newId<"customer">(),
  name: "Aina",
  email: "aina@example.com",
  phone: null,
  note: "Calls at night",
  key: "k-1",
  home: { street: "Jalan Satu", since: new Date("2026-01-01") },
  links: [{ kind: "email", to: "aina@example.com" }],
  either: { is: "a" as const, a: "aina" },
  byStore: { woo: "aina@example.com" },
  detail: {
    actor: "Farah",
    before: { email: "old@example.com", name: "Ainah", tags: ["vip"] },
    after: { email: null, home: { street: "Jalan Dua" } },
    typed: "aina@example.com",
    many: [{ email: "x@example.com" }],
  },
};
const WIRE = z.encode(Person, REPLY);
rememberFields({ person: get("/person", z.object({}), Person) });

test("who sees everything gets the reply as it is", () => {
  assert.equal(maskedFor(seeing({}), Person, WIRE), WIRE);
});

test("a masked class is masked wherever it lies, and nothing else is", () => {
  assert.deepEqual(maskedFor(seeing({ contact: "masked", secret: "hidden" }), Person, WIRE), {
    ...WIRE,
    email: MASK,
    key: "",
    home: { street: MASK, since: MASK },
    links: [{ kind: "email", to: MASK }],
    either: { is: "a", a: MASK },
    byStore: { woo: MASK },
    detail: {
      actor: "Farah",
      before: { email: MASK, name: "Ainah", tags: [] },
      after: { email: null, home: { street: MASK } },
      typed: MASK,
      many: [],
    },
  });
});

test("of a person without a standing nothing delicate is shown, to the house everything", () => {
  const { standing: _, ...unknown } = seeing({});
  const bytes = JSON.stringify(maskedFor(unknown, Person, WIRE));
  assert.doesNotMatch(bytes, /example\.com|Jalan|night|k-1/);
  assert.equal(maskedFor({ ...unknown, kind: "system" }, Person, WIRE), WIRE);
});

test("a field that is not seen plain cannot be named in what is sent, and its value is not repeated", () => {
  const Filter = z.object({
    email: contact(z.string()).optional(),
    people: z.array(z.object({ phone: contact(z.string().optional()) })).optional(),
    city: z.string().optional(),
  });
  const masked = seeing({ contact: "masked" });
  assert.doesNotThrow(() => refuseMasked(masked, Filter, { city: "Ipoh" }));
  assert.doesNotThrow(() => refuseMasked(seeing({}), Filter, { email: "aina@example.com" }));
  assert.throws(
    () => refuseMasked(masked, Filter, { email: "aina@example.com", people: [{}, { phone: "1" }] }),
    (error: unknown) => {
      assert.ok(error instanceof Problem);
      assert.equal(error.kind, "forbidden");
      assert.deepEqual(error.details, [
        { path: ["email"], code: "platform.field.masked" },
        { path: ["people", 1, "phone"], code: "platform.field.masked" },
      ]);
      return true;
    },
  );
});
