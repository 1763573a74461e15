import { addDays, type Day } from "#kernel/day.ts";
import { query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { pageOf, readCursor } from "#platform/db/cursor.ts";
import { requireBooks } from "../books/books.ts";
import { numberOf } from "../journals/journals.rules.ts";
import { yearStartOf } from "../periods/periods.rules.ts";
import { CHECKS, selectOffenders } from "./health.sql.ts";
import { selectLastCheck } from "./nightly.sql.ts";
import { plainEntry, plainHead } from "./plain.rules.ts";
import { comparedDay, comparedSpan, piecesOf } from "./spans.rules.ts";
import { statements } from "./statements.contract.ts";
import { balanceSums, profitSums, signOf } from "./statements.rules.ts";
import {
  type SumRow,
  selectAccount,
  selectAllAccounts,
  selectEntriesAfter,
  selectLines,
  selectSums,
  type Within,
} from "./statements.sql.ts";

const READ = "finance.statements.read";
const PLAIN_PAGE = 1000;
const LINES_MAX = 2000;
const OFFENDERS_MAX = 20;

export const trialBalance = query({
  does: statements.trialBalance,
  needs: READ,
  async run(ctx, { from, to, ...within }) {
    const { currency } = await requireBooks(ctx.db);
    const opening = await selectSums(ctx.db, piecesOf(null, addDays(from, -1)), within);
    const moved = await selectSums(ctx.db, piecesOf(from, to), within);
    const rows = joined([opening, moved]).map(({ account, sums: [before, now] }) => {
      const openingMinor = balanceOf(before);
      const { debitMinor = 0, creditMinor = 0 } = now ?? {};
      const closingMinor = openingMinor + debitMinor - creditMinor;
      return { ...account, openingMinor, debitMinor, creditMinor, closingMinor };
    });
    const add = (pick: (row: (typeof rows)[number]) => number) =>
      rows.reduce((sum, row) => sum + pick(row), 0);
    return {
      currency,
      rows,
      sums: {
        openingMinor: add((row) => row.openingMinor),
        debitMinor: add((row) => row.debitMinor),
        creditMinor: add((row) => row.creditMinor),
        closingMinor: add((row) => row.closingMinor),
      },
    };
  },
});

export const profitAndLoss = query({
  does: statements.profitAndLoss,
  needs: READ,
  async run(ctx, { from, to, compare, ...within }) {
    const { currency } = await requireBooks(ctx.db);
    const now = { from, to };
    const before = comparedSpan(now, compare);
    const sums = [await selectSums(ctx.db, piecesOf(from, to), within)];
    if (before !== null)
      sums.push(await selectSums(ctx.db, piecesOf(before.from, before.to), within));
    const rows = figuresOf(sums, ({ type }) => type === "income" || type === "expense");
    return { currency, now, before, rows, sums: profitSums(rows, before !== null) };
  },
});

export const balanceSheet = query({
  does: statements.balanceSheet,
  needs: READ,
  async run(ctx, { on, compare }) {
    const { currency, yearBeginsMonth } = await requireBooks(ctx.db);
    const before = comparedDay(on, compare);
    const days = before === null ? [on] : [on, before];
    const sums: SumRow[][] = [];
    const thisYear: number[] = [];
    for (const day of days) {
      const all = await selectSums(ctx.db, piecesOf(null, day), {});
      sums.push(all);
      const year = piecesOf(yearStartOf(day, yearBeginsMonth), day);
      thisYear.push(profitOf(await selectSums(ctx.db, year, {})));
    }
    const all = sums.map(profitOf);
    const sumAt = (of: (at: number) => number) => ({
      nowMinor: of(0),
      beforeMinor: before === null ? null : of(1),
    });
    const profit = {
      thisYear: sumAt((at) => thisYear[at] ?? 0),
      earlier: sumAt((at) => (all[at] ?? 0) - (thisYear[at] ?? 0)),
    };
    const rows = figuresOf(sums, ({ type }) => type !== "income" && type !== "expense");
    return { currency, now: on, before, rows, sums: balanceSums(rows, profit, before !== null) };
  },
});

export const generalLedger = query({
  does: statements.generalLedger,
  needs: READ,
  async run(ctx, { account: id, from, to }) {
    const account = await selectAccount(ctx.db, id);
    const { currency } = await requireBooks(ctx.db);
    const openingMinor = await balanceAt(ctx, id, addDays(from, -1));
    const lines = await selectLines(ctx.db, id, { from, to }, LINES_MAX + 1);
    let balanceMinor = openingMinor;
    const rows = lines
      .slice(0, LINES_MAX)
      .map(({ entryId, postedOn, memo, amountMinor, ...entry }) => {
        balanceMinor += amountMinor;
        return { entryId, number: numberOf(entry), postedOn, memo, amountMinor, balanceMinor };
      });
    const closingMinor = await balanceAt(ctx, id, to);
    return { currency, account, openingMinor, rows, closingMinor, isCut: lines.length > LINES_MAX };
  },
});

export const plainJournal = query({
  does: statements.plain,
  needs: READ,
  async run(ctx, { format, after }) {
    const { currency, startsOn } = await requireBooks(ctx.db);
    const [on, id] = after === undefined ? [] : readCursor(after, 2);
    const from = after === undefined ? null : { on: String(on), id: String(id) };
    const rows = await selectEntriesAfter(ctx.db, from, PLAIN_PAGE + 1);
    const page = pageOf(rows, PLAIN_PAGE, (row) => [row.postedOn, row.id]);
    const head =
      from === null ? plainHead(format, await selectAllAccounts(ctx.db), currency, startsOn) : "";
    const entries = page.rows.map((row) =>
      plainEntry(format, { ...row, number: numberOf(row) }, currency),
    );
    return { text: head + entries.join(""), next: page.next };
  },
});

export const booksHealth = query({
  does: statements.health,
  needs: READ,
  async run(ctx) {
    const checks = [];
    for (const [check, statement] of Object.entries(CHECKS)) {
      const found = await selectOffenders(ctx.db, statement, OFFENDERS_MAX);
      checks.push({ check, count: found[0]?.count ?? 0, offenders: found.map(({ who }) => who) });
    }
    const nightlyAt = (await selectLastCheck(ctx.db))?.checkedAt ?? null;
    return { checkedAt: ctx.now, nightlyAt, checks };
  },
});

const balanceAt = async (ctx: Ctx, id: string, day: Day): Promise<number> => {
  const sums = await selectSums(ctx.db, piecesOf(null, day), {} satisfies Within);
  return balanceOf(sums.find(({ accountId }) => accountId === id));
};

const balanceOf = (row: SumRow | undefined): number =>
  row === undefined ? 0 : row.debitMinor - row.creditMinor;

/** What was earned less what was spent. */
const profitOf = (rows: readonly SumRow[]): number =>
  rows
    .filter(({ type }) => type === "income" || type === "expense")
    .reduce((sum, row) => sum - balanceOf(row), 0);

type Account = Omit<SumRow, "debitMinor" | "creditMinor">;

/** The accounts of several times side by side, by code. */
function joined(times: readonly (readonly SumRow[])[]) {
  const accounts = new Map<string, { account: Account; sums: (SumRow | undefined)[] }>();
  for (const [at, rows] of times.entries())
    for (const row of rows) {
      const { debitMinor: _, creditMinor: __, ...account } = row;
      const known = accounts.get(row.accountId) ?? { account, sums: [] };
      known.sums[at] = row;
      accounts.set(row.accountId, known);
    }
  return [...accounts.values()].sort((a, b) => (a.account.code < b.account.code ? -1 : 1));
}

/** Accounts of which nothing is left in any of the times are left out. */
const figuresOf = (times: readonly (readonly SumRow[])[], isShown: (account: Account) => boolean) =>
  joined(times)
    .filter(({ account }) => isShown(account))
    .map(({ account, sums }) => ({
      ...account,
      nowMinor: signOf(account.type) * balanceOf(sums[0]),
      beforeMinor: times.length === 1 ? null : signOf(account.type) * balanceOf(sums[1]),
    }))
    .filter(({ nowMinor, beforeMinor }) => nowMinor !== 0 || (beforeMinor ?? 0) !== 0);
