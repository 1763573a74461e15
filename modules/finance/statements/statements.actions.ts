import { query } from "#platform/actions/action.ts";
import { pageOf, readCursor } from "#platform/db/cursor.ts";
import { requireBooks } from "../books/books.ts";
import { numberOf } from "../journals/journals.rules.ts";
import { CHECKS, selectOffenders } from "./health.sql.ts";
import { selectLastCheck } from "./nightly.sql.ts";
import { plainEntry, plainHead } from "./plain.rules.ts";
import { statements } from "./statements.contract.ts";
import { selectAllAccounts, selectDimensions, selectEntriesAfter } from "./statements.sql.ts";
import { balanceSheetOf, generalLedgerOf, profitAndLossOf, trialBalanceOf } from "./statements.ts";

const READ = "finance.statements.read";
const PLAIN_PAGE = 1000;
const LINES_MAX = 2000;
const OFFENDERS_MAX = 20;

export const trialBalance = query({
  does: statements.trialBalance,
  needs: READ,
  run: trialBalanceOf,
});

export const profitAndLoss = query({
  does: statements.profitAndLoss,
  needs: READ,
  run: profitAndLossOf,
});

export const getDimensions = query({
  does: statements.dimensions,
  needs: READ,
  run: (ctx) => selectDimensions(ctx.db),
});

export const balanceSheet = query({
  does: statements.balanceSheet,
  needs: READ,
  run: balanceSheetOf,
});

export const generalLedger = query({
  does: statements.generalLedger,
  needs: READ,
  run: (ctx, asked) => generalLedgerOf(ctx, asked, LINES_MAX),
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
