import {
  type FieldProblem,
  invalid,
  type Reason,
  refuseAt,
  refused,
  refuseIf,
} from "#kernel/errors.ts";
import { type IdKind, newId, showId } from "#kernel/ids.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { pageOf, readCursor } from "#platform/db/cursor.ts";
import { requireBooks } from "../books/books.ts";
import type { LedgerAccountId } from "../chart/chart.contract.ts";
import { accountsAmong } from "../chart/chart.ts";
import { passesSoftLock } from "../periods/periods.ts";
import {
  type JournalEntry,
  type JournalEntryId,
  type JournalRow,
  journals,
} from "./journals.contract.ts";
import {
  type NewEntry,
  type NewLine,
  NO_DIMENSIONS,
  numberOf,
  reversedLines,
  whyNotAccount,
  whyNotDay,
  whyNotPost,
  whyNotRate,
  whyNotReverse,
} from "./journals.rules.ts";
import {
  countEntries,
  deleteDraft,
  type EntryRow,
  holdBooks,
  type Named,
  putDraft,
  selectDraft,
  selectEntries,
  selectEntry,
  selectIdByKey,
  selectLines,
  selectWhyNotPost,
} from "./journals.sql.ts";
import { postJournal } from "./journals.ts";

const READ = "finance.journals.read";
const POST = "finance.journals.post";

export const listJournals = query({
  does: journals.list,
  needs: READ,
  async run(ctx, { sort, after, limit, ...filter }) {
    const [on, id] = after === undefined ? [] : readCursor(after, 2);
    const from = after === undefined ? null : { on: String(on), id: String(id) };
    const rows = await selectEntries(ctx.db, filter, { sort, after: from, limit: limit + 1 });
    const page = pageOf(rows, limit, (row) => [row.postedOn, row.id]);
    return { rows: page.rows.map(rowOf), next: page.next };
  },
});

export const countJournals = query({
  does: journals.count,
  needs: READ,
  run: (ctx, filter) => countEntries(ctx.db, filter),
});

export const getJournal = query({
  does: journals.get,
  needs: READ,
  run: (ctx, { id }) => readJournal(ctx, id),
});

export const postManualJournal = command({
  does: journals.post,
  needs: POST,
  async run(ctx, { key, postedOn, memo, isOpening, lines: told }) {
    const books = await requireBooks(ctx.db);
    const sourceKey = `manual:${key}`;
    await holdBooks(ctx.db);
    const known = await selectIdByKey(ctx.db, sourceKey);
    const lines = told.map((line) => lineOf(line, books.currency, postedOn));
    refuseAt(["postedOn"], whyNotDay(postedOn, ctx.today));
    refuseAt(["lines"], whyNotPost(lines));
    await refuseWrongLines(ctx, lines, books.currency);
    if (known === null) await refuseClosed(ctx, postedOn);

    const sourceType = isOpening ? "opening" : "manual";
    const id = known ?? newId<"journal_entry">();
    const entry: NewEntry = {
      ...{ id, postedOn, aboutOn: postedOn, memo, series: sourceType, sourceType },
      ...{ sourceId: null, sourceKey, reversesId: null, lines },
    };
    await postJournal(ctx, entry);
    if (ctx.actor.id !== null) await deleteDraft(ctx.db, ctx.actor.id);

    const posted = await readJournal(ctx, id);
    await ctx.audit(subjectOf(posted), factsOf(posted));
    return posted;
  },
});

export const reverseJournal = command({
  does: journals.reverse,
  needs: POST,
  async run(ctx, { id, postedOn }) {
    const on = postedOn ?? ctx.today;
    await holdBooks(ctx.db);
    const before = await selectEntry(ctx.db, id);
    refuseIf(whyNotReverse(before));
    refuseAt(["postedOn"], whyNotDay(on, ctx.today));
    await refuseClosed(ctx, on);

    const reversal = newId<"journal_entry">();
    const number = numberOf(before);
    const posted = await postJournal(ctx, {
      ...{ id: reversal, postedOn: on, aboutOn: on, memo: before.memo },
      ...{ series: "manual", sourceType: "reversal", sourceId: id, reversesId: id },
      sourceKey: `reversal:${id}`,
      lines: reversedLines(await selectLines(ctx.db, id)),
    });
    // Somebody else did it meanwhile.
    refuseIf(posted ? null : "finance.journal.reversed");

    const entry = await readJournal(ctx, reversal);
    await ctx.audit(subjectOf(entry), { ...factsOf(entry), reverses: number });
    return entry;
  },
});

export const getDraft = query({
  does: journals.draft,
  needs: READ,
  async run(ctx) {
    const kept = ctx.actor.id === null ? null : await selectDraft(ctx.db, ctx.actor.id);
    return kept === null ? null : { ...kept.content, savedAt: kept.savedAt };
  },
});

export const keepDraft = command({
  does: journals.keepDraft,
  needs: POST,
  async run(ctx, content) {
    if (ctx.actor.id === null) throw refused("finance.journal.nobodys_draft");
    await putDraft(ctx.db, ctx.actor.id, content, ctx.now);
    // What is in it nobody else sees, and it is no part of the books.
    await ctx.audit(
      { type: "journal_draft", id: ctx.actor.id, name: "" },
      { lines: content.lines.length },
    );
    return { ...content, savedAt: ctx.now };
  },
});

type ToldLine = {
  readonly accountId: LedgerAccountId;
  readonly amountMinor: number;
  readonly currency?: string | undefined;
  readonly documentMinor?: number | undefined;
  readonly rate?: string | undefined;
  readonly memo: string;
  readonly channel: string;
  readonly own: Readonly<Record<string, string>>;
};

function lineOf(told: ToldLine, currency: string, postedOn: string): NewLine {
  const isForeign = told.currency !== undefined && told.currency !== currency;
  return {
    accountId: told.accountId,
    amountMinor: told.amountMinor,
    currency: told.currency ?? currency,
    documentMinor: told.documentMinor ?? told.amountMinor,
    rate: isForeign ? (told.rate ?? "1") : "1",
    rateSource: isForeign ? "manual" : "",
    rateOn: isForeign ? postedOn : null,
    dimensions: { ...NO_DIMENSIONS, channel: told.channel, own: { ...told.own } },
    memo: told.memo,
  };
}

async function refuseWrongLines(
  ctx: Ctx,
  lines: readonly NewLine[],
  currency: string,
): Promise<void> {
  const ids = [...new Set(lines.map(({ accountId }) => accountId))];
  const accounts = new Map((await accountsAmong(ctx.db, ids)).map((one) => [one.id, one]));
  const problems: FieldProblem[] = [];
  for (const [at, line] of lines.entries()) {
    const account = whyNotAccount(accounts.get(line.accountId), line);
    if (account !== null) problems.push({ path: ["lines", at, "accountId"], code: account });
    const rate = whyNotRate(line, currency);
    if (rate !== null) problems.push({ path: ["lines", at, "amountMinor"], code: rate });
  }
  if (problems.length > 0) throw invalid(...problems);
}

async function refuseClosed(ctx: Ctx, day: string): Promise<void> {
  const reason = await selectWhyNotPost(ctx.db, day, passesSoftLock(ctx));
  refuseIf(reason as Reason | null);
}

const subjectOf = (entry: JournalEntry) => ({
  type: "journal_entry",
  id: entry.id,
  name: entry.number,
});

/** The entry itself stands for ever: the log says that it was made, and what the chain says of it. */
const factsOf = ({ number, postedOn, totalMinor, hash }: JournalEntry) => ({
  ...{ number, postedOn, totalMinor, hash },
});

export async function readJournal(
  ctx: Ctx | CommandCtx,
  id: JournalEntryId,
): Promise<JournalEntry> {
  const row = await selectEntry(ctx.db, id);
  const { currency } = await requireBooks(ctx.db);
  const { reverses, reversedBy, postedAt, posterKind, posterId, hash } = row;
  return {
    ...rowOf(row),
    currency,
    lines: await selectLines(ctx.db, id),
    reverses: namedOf(reverses),
    reversedBy: namedOf(reversedBy),
    postedAt,
    posterKind,
    posterId: posterKind === "person" ? (posterId as JournalEntry["posterId"]) : null,
    hash,
    blocked: { reverse: ctx.whyNotMay(POST) ?? whyNotReverse(row) },
  };
}

const namedOf = (named: Named | null) =>
  named === null ? null : { id: named.id, number: numberOf(named) };

/** What kind of record each source is, for its shown id. */
const RECORDS: Readonly<Partial<Record<EntryRow["sourceType"], IdKind>>> = {
  order: "order",
  invoice: "invoice",
  credit_note: "invoice",
  receipt: "receipt",
  bill: "bill",
  vendor_credit: "bill",
  expense: "bill",
  disbursement: "disbursement",
  reversal: "journal_entry",
  bank: "bank_line",
};

function rowOf(row: EntryRow): JournalRow {
  const kind = RECORDS[row.sourceType];
  return {
    id: row.id,
    number: numberOf(row),
    postedOn: row.postedOn,
    aboutOn: row.aboutOn,
    memo: row.memo,
    sourceType: row.sourceType,
    source: kind === undefined || row.sourceId === null ? null : showId(kind, row.sourceId),
    totalMinor: row.totalMinor,
    isReversed: row.isReversed,
  };
}
