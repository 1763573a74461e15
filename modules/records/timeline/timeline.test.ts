import assert from "node:assert/strict";
import { test } from "node:test";
import { showId } from "#kernel/ids.ts";
import { inCompany, perform } from "#platform/actions/action.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import { testCompany, testHouse } from "#platform/testing/house.ts";
import { listTimeline } from "./timeline.actions.ts";
import { forgetTimeline, moveTimeline, tellTimeline } from "./timeline.ts";

const AINA = "019ab000-0000-7000-8000-00000000000a";
const BADRUL = "019ab000-0000-7000-8000-00000000000b";
const entry = (key: string, at: string, detail: Record<string, unknown> = {}) => ({
  subjectType: "customer",
  subjectId: AINA,
  key,
  kind: "sales.order.placed",
  at: new Date(at),
  detail,
});

test("what is told again under one key is told once, as it was told last", async () => {
  await using door = await doorOf();
  await door.run(async (ctx) => {
    await tellTimeline(ctx, [entry("a", "2026-11-01"), entry("b", "2026-11-02")]);
    await tellTimeline(ctx, [entry("a", "2026-11-03", { number: "KK-1" })]);
  });
  assert.deepEqual(
    (await door.list(AINA)).rows.map(({ key, detail }: Row) => [key, detail]),
    [
      ["a", { number: "KK-1" }],
      ["b", {}],
    ],
  );
  await door.run((ctx) =>
    forgetTimeline(ctx, { subjectType: "customer", subjectId: AINA, keys: ["a"] }),
  );
  assert.deepEqual(
    (await door.list(AINA)).rows.map(({ key }: Row) => key),
    ["b"],
  );
});

test("when two records become one their entries do too, and of one told twice the earlier stays", async () => {
  await using door = await doorOf();
  await door.run(async (ctx) => {
    await tellTimeline(ctx, [
      entry("created", "2026-11-05"),
      { ...entry("created", "2026-11-04"), subjectId: BADRUL },
      { ...entry("order", "2026-11-06"), subjectId: BADRUL },
    ]);
    await moveTimeline(ctx, { subjectType: "customer", from: BADRUL, into: AINA });
  });
  assert.deepEqual(
    (await door.list(AINA)).rows.map(({ key, at }: Row) => [key, at.slice(0, 10)]),
    [
      ["order", "2026-11-06"],
      ["created", "2026-11-04"],
    ],
  );
  assert.deepEqual((await door.list(BADRUL)).rows, []);
});

test("what people changed stands between what happened, old and new; what stores changed does not", async () => {
  await using door = await doorOf();
  const subject = { type: "customer", id: AINA, name: "Aina" };
  const change = { before: { city: "Ipoh" }, after: { city: "Kuching" } };
  await door.run(async (ctx) => {
    await tellTimeline(ctx, [entry("a", "2026-11-01"), entry("b", "2026-12-01")]);
    await ctx.audit(subject, change);
    await ctx.audit(subject, { before: {}, after: {} });
    await ctx.audit(subject, { before: { archivedAt: null }, after: { archivedAt: ctx.now } });
    await ctx.audit(subject, { after: { name: "Aina" } });
  });
  await door.run((ctx) => ctx.audit(subject, change), "connection");
  const { rows } = await door.list(AINA);
  assert.deepEqual(
    rows.map(({ kind }: Row) => kind),
    ["sales.order.placed", "crm.customer.archived", "crm.customer.changed", "sales.order.placed"],
  );
  assert.deepEqual(rows[2].detail, { actor: "Aisyah binti Rahman", ...change });
});

test("a long timeline pages through each entry once, newest first", async () => {
  await using door = await doorOf();
  await door.run(async (ctx) => {
    const entries = Array.from({ length: 130 }, (_, i) =>
      entry(`k${String(i % 97)}-${i}`, `2026-11-${String(1 + (i % 9)).padStart(2, "0")}`),
    );
    await tellTimeline(ctx, entries);
    for (let i = 0; i < 10; i += 1)
      await ctx.audit(
        { type: "customer", id: AINA, name: "Aina" },
        { before: { city: i }, after: { city: i + 1 } },
      );
  });
  const seen: Row[] = [];
  let after: string | undefined;
  do {
    const page = await door.list(AINA, after);
    seen.push(...page.rows);
    after = page.next ?? undefined;
  } while (after !== undefined);
  assert.equal(new Set(seen.map(({ key }) => key)).size, 140);
  assert.equal(seen.length, 140);
  const times = seen.map(({ at }) => at);
  assert.deepEqual(
    times,
    [...times].sort((a, b) => (a < b ? 1 : -1)),
  );
});

test("whoever may not read a record reads nothing of its timeline", async () => {
  await using door = await doorOf();
  await door.run((ctx) => tellTimeline(ctx, [entry("a", "2026-11-01")]));
  const reply = await door.list(AINA, undefined, ["records.timeline.read"]);
  assert.deepEqual(reply, { rows: [], next: null });
});

// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
type Row = any;

async function doorOf() {
  const house = await testHouse();
  const company = await testCompany(house);
  return {
    list: async (id: string, after?: string, rights?: readonly string[]): Promise<Row> =>
      perform(listTimeline, house, rights === undefined ? company.admin : company.caller(rights), {
        subject: showId("customer", id),
        ...(after === undefined ? {} : { after }),
      }),
    run: (work: (ctx: CommandCtx) => Promise<unknown>, kind: "person" | "connection" = "person") =>
      inCompany(
        house,
        { ...company.admin, now: house.clock.now, actor: { ...company.admin.actor, kind } },
        "crm.customers.write",
        "read write",
        work,
      ),
    [Symbol.asyncDispose]: () => house[Symbol.asyncDispose](),
  };
}
