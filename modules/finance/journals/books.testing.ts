import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import pg from "pg";
import { Problem } from "#kernel/errors.ts";
import { readId } from "#kernel/ids.ts";
import { type CompanyAction, perform } from "#platform/actions/action.ts";
import type { Caller } from "#platform/actions/context.ts";
import { urlFor } from "#platform/tenancy/names.ts";
import { type TestHouse, testCompany } from "#platform/testing/house.ts";
import { switchOnBooks } from "../books/books.actions.ts";
import { listAccounts } from "../chart/chart.actions.ts";
import { postManualJournal } from "./journals.actions.ts";

// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects.
export type Reply = any;

/** A refusal whose reason this is, wherever in it. */
export const saying = (code: string) => (error: unknown) => {
  assert.ok(error instanceof Problem, String(error));
  assert.ok(JSON.stringify([error.code, error.details]).includes(code), JSON.stringify(error));
  return true;
};

/** A company whose books are on since January, and short ways to post in them. */
export async function booksCompany(
  house: TestHouse,
  { startsOn = "2026-01-01", chart = "online_my" } = {},
) {
  const { access, admin, caller } = await testCompany(house);
  const asks = (action: CompanyAction, input: object, as: Caller = admin): Promise<Reply> =>
    perform(action, house, as, input);
  await asks(switchOnBooks, { chart, language: "en", startsOn });
  const { accounts } = await asks(listAccounts, {});
  const idOf = (code: string): string =>
    accounts.find((one: { code: string }) => one.code === code).id;
  const entry = (postedOn: string, ...lines: [code: string, amountMinor: number][]) => ({
    key: randomUUID(),
    postedOn,
    memo: "By hand",
    lines: lines.map(([code, amountMinor]) => ({ accountId: idOf(code), amountMinor })),
  });
  const posts = (postedOn: string, ...lines: [code: string, amountMinor: number][]) =>
    asks(postManualJournal, entry(postedOn, ...lines));
  return { access, admin, caller, asks, idOf, entry, posts };
}
export type BooksCompany = Awaited<ReturnType<typeof booksCompany>>;

/** An entry as `post_entry` takes it, for what no action would ask. */
export const rawEntry = (
  { idOf }: Pick<BooksCompany, "idOf">,
  postedOn: string,
  ...lines: [code: string, amountMinor: number][]
) => ({
  ...{ id: randomUUID(), postedOn, aboutOn: postedOn, memo: "", series: "J", hasLanes: false },
  ...{
    sourceType: "manual",
    sourceKey: randomUUID(),
    posterKind: "system",
    postedAt: "2026-11-20T00:00:00Z",
  },
  lines: lines.map(([code, amountMinor]) => ({
    accountId: readId("ledger_account", idOf(code)),
    ...{ amountMinor, currency: "MYR", documentMinor: amountMinor, rate: 1, rateSource: "" },
    ...{ dimensionSetId: 0, memo: "" },
  })),
});

/** Whoever owns the tables: no grant holds them, only what the database itself holds. */
export async function asOwner<T>(
  house: TestHouse,
  { access }: Pick<BooksCompany, "access">,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const { rows } = await access.pool.query<{ name: string }>("select current_database() as name");
  const client = new pg.Client({ connectionString: urlFor(house.serverUrl, rows[0]?.name ?? "") });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
