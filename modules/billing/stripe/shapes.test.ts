/** Where Stripe's own descriptions lie beside the repository, ours is held to them. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { toldOf } from "./objects.rules.ts";
import type { Operation } from "./stripe.testing.ts";

const SAMPLES = join(import.meta.dirname, "../../../../shared/samples");
const SPEC = join(SAMPLES, "specs/stripe-billing.slice.openapi.json");
const NEWEST = join(SAMPLES, "stripe/fixtures3.2026-08.json");

// biome-ignore lint/suspicious/noExplicitAny: documents of somebody else.
const read = (path: string): any => JSON.parse(readFileSync(path, "utf8"));
const ours: Record<string, Record<string, Operation>> = read(
  join(import.meta.dirname, "fixtures/stripe.openapi.json"),
).paths;
/** Came after the description that lies there (2023). */
const LATER = new Set(["/v1/invoices/create_preview", "get /v1/checkout/sessions: status"]);

test("every operation and every parameter of ours is one of Stripe's, with the same choices", {
  skip: !existsSync(SPEC),
}, () => {
  const theirs = read(SPEC).paths;
  const named = (path: string) => path.replaceAll(/\{\w+\}/g, "{}");
  let compared = 0;
  for (const [path, operations] of Object.entries(ours)) {
    if (LATER.has(path)) continue;
    const known = Object.keys(theirs).find((one) => named(one) === named(path));
    assert.ok(known !== undefined, path);
    for (const [method, operation] of Object.entries(operations)) {
      const their: Schema = theirs[known][method];
      assert.ok(their !== undefined, `${method} ${path}`);
      for (const { name, in: place } of operation.parameters ?? [])
        if (place === "query" && !LATER.has(`${method} ${path}: ${name}`))
          assert.ok(
            their.parameters.some((one: { name: string }) => one.name.replace("[]", "") === name),
            `${method} ${path}: ${name}`,
          );
      compared += fits(formOf(operation), formOf(their), `${method} ${path}`);
    }
  }
  assert.ok(compared > 30, `${compared} fields were compared`);
});

test("the newest shapes of Stripe's objects are read", { skip: !existsSync(NEWEST) }, () => {
  const { resources } = read(NEWEST);
  const told = toldOf(
    [resources.subscription],
    [{ ...resources.invoice, status: "open", attempted: true }],
  );
  assert.equal(told.subscription, resources.subscription.id);
  assert.equal(told.status, resources.subscription.status);
  assert.equal(told.currency, resources.subscription.currency.toUpperCase());
  assert.ok(told.periodEndsAt instanceof Date && told.unpaidSince instanceof Date);
  assert.equal(typeof told.amountMinor, "number");
});

// biome-ignore lint/suspicious/noExplicitAny: JSON Schema.
type Schema = any;

const formOf = ({ requestBody }: Operation): Schema =>
  requestBody?.content["application/x-www-form-urlencoded"]?.schema;

/** How many fields were compared. What the other side leaves open (an object of any fields) is not gone into. */
function fits(our: Schema, their: Schema, where: string): number {
  if (our === undefined || their === undefined) return 0;
  let count = 0;
  for (const [name, schema] of Object.entries<Schema>(our.properties ?? {})) {
    const theirs: Schema[] = [their, ...(their.anyOf ?? [])].flatMap(
      (one: Schema) => one.properties?.[name] ?? [],
    );
    if (their.properties !== undefined) assert.ok(theirs.length > 0, `${where}: ${name}`);
    const [first] = theirs;
    if (first === undefined) continue;
    count += 1;
    const choices: string[] | undefined = first.enum ?? first.anyOf?.[0]?.enum;
    for (const choice of schema.enum ?? [])
      assert.ok(choices?.includes(choice), `${where}: ${name}=${choice}`);
    count += fits(schema, first, `${where}.${name}`);
  }
  return count;
}
