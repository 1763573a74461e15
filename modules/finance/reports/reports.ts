import { addDays, type Day } from "#kernel/day.ts";
import { refused } from "#kernel/errors.ts";
import { showId } from "#kernel/ids.ts";
import { sumMinor } from "#kernel/money.ts";
import type { Language } from "#kernel/said.ts";
import { dayOn } from "#platform/paper/paper.ts";
import { requireBooks } from "../books/books.ts";
import type { LedgerAccountId } from "../chart/chart.contract.ts";
import { numberOf } from "../journals/journals.rules.ts";
import { type Comparing, comparedSpan, piecesOf } from "../statements/spans.rules.ts";
import {
  balanceOf,
  balanceSheetOf,
  dimensionsOf,
  profitAndLossOf,
  type Reading,
  sumsOf,
  trialBalanceOf,
} from "../statements/statements.ts";
import { type EarnedTime, type ProfitBy, profitBySheet } from "./profits.rules.ts";
import { selectEarned, selectEarnedBy } from "./profits.sql.ts";
import { type ReportWords, reportWords } from "./report-words.rules.ts";
import type { ReportName, Sheet } from "./reports.contract.ts";
import {
  type LineRow,
  selectBorne,
  selectJournal,
  selectLedger,
  selectLevied,
  selectMovedPart,
  selectOpenings,
  selectOwed,
  selectOwing,
  selectPart,
  selectPassed,
  selectWrittenOff,
} from "./reports.sql.ts";
import {
  type Body,
  balanceSheetSheet,
  type CashTime,
  cashFlowOf,
  cashFlowSheet,
  directFlowOf,
  journalSheet,
  ledgerSheet,
  type PostedLine,
  payablesSheet,
  profitSheet,
  receivablesSheet,
  taxSheet,
  trialSheet,
} from "./sheets.rules.ts";

export type Asked = {
  readonly report: ReportName;
  readonly from: Day;
  readonly to: Day;
  readonly compare: Comparing;
  readonly account?: LedgerAccountId | undefined;
  readonly channel?: string | undefined;
  readonly store?: string | undefined;
  readonly language: Language;
};
type Span = { readonly from: Day; readonly to: Day };

const OF_DAYS: ReadonlySet<ReportName> = new Set(["balance_sheet", "receivables", "payables"]);

/** So many lines fit one table; a longer time is asked for in parts. */
const LINES_MAX = 20_000;

/** A statement as a table, in words of a language: the same for screens and every file. */
export async function sheetOf(reading: Reading, asked: Asked): Promise<Sheet> {
  const words = reportWords(asked.language);
  const { currency } = await requireBooks(reading.db);
  const within = await withinText(reading, asked);
  const body = await BODIES[asked.report](reading, asked, words);
  const isOfDay = OF_DAYS.has(asked.report);
  const period = isOfDay
    ? words.on(dayOn(asked.to, asked.language))
    : timeText(asked, asked.language);
  return {
    ...{ title: words[asked.report], currency, ...body },
    period: [period, within].filter(Boolean).join(" · "),
  };
}

const BY_LINES: ReadonlySet<ReportName> = new Set([
  ...(["trial_balance", "profit_and_loss", "balance_sheet", "general_ledger", "journal"] as const),
  ...(["profit_by_channel", "profit_by_product", "profit_by_customer", "profit_by_order"] as const),
]);

/** Which channel or store alone is told of; a statement that cannot be parted so is refused. */
async function withinText({ db }: Reading, { report, channel, store }: Asked): Promise<string> {
  if (channel === undefined && store === undefined) return "";
  if (!BY_LINES.has(report)) throw refused("finance.report.not_by_channel");
  const { stores } = await dimensionsOf(db);
  const called = stores.find(({ id }) => id === store)?.name;
  return [channel, called].filter(Boolean).join(" · ");
}

const timeText = ({ from, to }: Span, language: Language): string =>
  `${dayOn(from, language)} – ${dayOn(to, language)}`;

type Make = (reading: Reading, asked: Asked, words: ReportWords) => Promise<Body>;

const BODIES: Readonly<Record<ReportName, Make>> = {
  trial_balance: async (reading, { from, to, channel, store }, words) =>
    trialSheet(await trialBalanceOf(reading, { from, to, channel, store }), words, { from, to }),
  async profit_and_loss(reading, { from, to, compare, language, channel, store }, words) {
    const profit = await profitAndLossOf(reading, { from, to, compare, channel, store });
    const times = [profit.now, ...(profit.before === null ? [] : [profit.before])];
    return profitSheet(
      profit,
      words,
      times.map((time) => timeText(time, language)),
    );
  },
  async balance_sheet(reading, { to, compare, language, channel, store }, words) {
    const sheet = await balanceSheetOf(reading, { on: to, compare, channel, store });
    const days = [sheet.now, ...(sheet.before === null ? [] : [sheet.before])];
    return balanceSheetSheet(
      sheet,
      words,
      days.map((day) => dayOn(day, language)),
    );
  },
  cash_flow: (reading, asked, words) =>
    flowSheet(asked, words, async (time) => cashFlowOf(await cashTimeOf(reading, time), words)),
  cash_flow_direct: (reading, asked, words) =>
    flowSheet(asked, words, async (time) => {
      const passed = await selectPassed(reading.db, time);
      return directFlowOf(passed, (await cashTimeOf(reading, time)).startMinor);
    }),
  async general_ledger(reading, { from, to, account, ...within }, words) {
    const lines = await linesOf(
      reading,
      await selectLedger(reading.db, { from, to }, account, within, LINES_MAX + 1),
    );
    const opening = await sumsOf(reading, piecesOf(null, addDays(from, -1)), within);
    const byAccount = Map.groupBy(lines, ({ accountId }) => accountId);
    const known = new Map(
      [...opening, ...lines].map(({ accountId, code, name }) => [accountId, { code, name }]),
    );
    const accounts = [...known]
      .filter(([id]) => account === undefined || id === account)
      .map(([id, named]) => ({
        ...named,
        openingMinor: balanceOf(opening.find(({ accountId }) => accountId === id)),
        lines: byAccount.get(id) ?? [],
      }))
      .filter((one) => one.openingMinor !== 0 || one.lines.length > 0)
      .sort((a, b) => (a.code < b.code ? -1 : 1));
    return ledgerSheet(accounts, words, toEntry);
  },
  journal: async (reading, { from, to, ...within }, words) =>
    journalSheet(
      await linesOf(reading, await selectJournal(reading.db, { from, to }, within, LINES_MAX + 1)),
      words,
      toEntry,
    ),
  async tax(reading, { from, to }, words) {
    const span = { from, to };
    const levied = await selectLevied(reading.db, span);
    const onSales = await selectMovedPart(reading.db, "sales_tax", span);
    const claimed = await selectMovedPart(reading.db, "purchase_tax", span);
    const borne = await selectBorne(reading.db, span);
    return taxSheet(levied, borne, onSales, claimed, words, span);
  },
  profit_by_channel: (reading, asked, words) =>
    profitBy(reading, "profit_by_channel", asked, words),
  profit_by_product: (reading, asked, words) =>
    profitBy(reading, "profit_by_product", asked, words),
  profit_by_customer: (reading, asked, words) =>
    profitBy(reading, "profit_by_customer", asked, words),
  profit_by_order: (reading, asked, words) => profitBy(reading, "profit_by_order", asked, words),
  async receivables(reading, { to }, words) {
    const owed = await selectOwed(reading.db, to);
    const inTheBooks = await inTheBooksOf(reading, "receivable", to);
    return receivablesSheet(owed, inTheBooks, words, (id) => showId("customer", id));
  },
  async payables(reading, { to }, words) {
    const owing = await selectOwing(reading.db, to);
    const inTheBooks = -(await inTheBooksOf(reading, "payable", to)) + 0;
    return payablesSheet(owing, inTheBooks, words, (id) => showId("supplier", id));
  },
};

async function profitBy(
  { db }: Reading,
  by: ProfitBy,
  { from, to, compare, language, channel, store }: Asked,
  words: ReportWords,
): Promise<Body> {
  const within = { channel, store };
  const timeOf = async (span: Span): Promise<EarnedTime> => {
    const parts = await selectEarnedBy(db, by, span, within, LINES_MAX + 1);
    if (parts.length > LINES_MAX) throw refused("finance.report.too_long", { max: LINES_MAX });
    return { all: await selectEarned(db, span, within), parts };
  };
  const span = { from, to };
  const compared = comparedSpan(span, compare);
  return profitBySheet(
    by,
    { now: await timeOf(span), before: compared === null ? null : await timeOf(compared) },
    words,
    { span, compared: compared === null ? "" : timeText(compared, language) },
  );
}

/** One time, or two beside each other. */
async function flowSheet(
  { from, to, compare, language }: Asked,
  words: ReportWords,
  flowOf: (time: Span) => Promise<ReturnType<typeof cashFlowOf>>,
): Promise<Body> {
  const now = { from, to };
  const before = comparedSpan(now, compare);
  const times = before === null ? [now] : [now, before];
  const flows = [];
  for (const time of times) flows.push(await flowOf(time));
  return cashFlowSheet(
    flows,
    words,
    times.map((time) => timeText(time, language)),
  );
}

async function inTheBooksOf(
  reading: Reading,
  part: "receivable" | "payable",
  on: Day,
): Promise<number> {
  const account = await selectPart(reading.db, part);
  const sums = await sumsOf(reading, piecesOf(null, on));
  return balanceOf(sums.find(({ accountId }) => accountId === account?.id));
}

const toEntry = (id: string): string => `/journals/${showId("journal_entry", id)}`;

async function cashTimeOf(reading: Reading, { from, to }: Span): Promise<CashTime> {
  const earlier = await sumsOf(reading, piecesOf(null, addDays(from, -1)));
  const now = await sumsOf(reading, piecesOf(from, to));
  const openings = await selectOpenings(reading.db, { from, to });
  const writtenOff = await selectWrittenOff(reading.db, { from, to });
  const at = (sums: readonly { accountId: string; minor: number }[], id: string) =>
    sums.find(({ accountId }) => accountId === id)?.minor ?? 0;
  const isCash = ({ kind }: { kind: string }) => kind === "bank";
  return {
    moves: now.map((row) => ({
      ...row,
      minor: balanceOf(row) - at(openings, row.accountId),
      writtenOffMinor: at(writtenOff, row.accountId),
    })),
    startMinor: sumMinor([
      ...earlier.filter(isCash).map(balanceOf),
      ...now.filter(isCash).map(({ accountId }) => at(openings, accountId)),
    ]),
  };
}

async function linesOf({ names }: Reading, rows: readonly LineRow[]): Promise<PostedLine[]> {
  if (rows.length > LINES_MAX) throw refused("finance.report.too_long", { max: LINES_MAX });
  return rows.map((row) => ({ ...row, ...names?.[row.accountId], number: numberOf(row) }));
}
