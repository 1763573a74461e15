import { addDays, type Day } from "#kernel/day.ts";
import { invalid, refuseAt, refuseIf } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { type Minor, sumMinor } from "#kernel/money.ts";
import { command, query } from "#platform/actions/action.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { requireBooks } from "../books/books.ts";
import type { LedgerAccountId } from "../chart/chart.contract.ts";
import { accountsAmong, clearingFor, partsOf, requireParts } from "../chart/chart.ts";
import type { DisbursementId } from "../disbursements/disbursements.contract.ts";
import { payOut, takeBackPaid } from "../disbursements/disbursements.ts";
import { lineOf } from "../invoices/posting.ts";
import type { JournalEntryId } from "../journals/journals.contract.ts";
import { type NewLine, numberOf } from "../journals/journals.rules.ts";
import { postJournal, reverseEntry } from "../journals/journals.ts";
import type { ReceiptId } from "../receipts/receipts.contract.ts";
import { takeBack, takeIn } from "../receipts/receipts.ts";
import { bank, type MatchAsked, type Suggestion } from "./bank.contract.ts";
import {
  deleteMatch,
  insertMatch,
  insertMatchEntries,
  type LineRow,
  lockBankAccount,
  selectEntrySums,
  selectHabit,
  selectLine,
  selectOpenBills,
  selectOpenInvoices,
  selectOpenLines,
  selectSuppliersOf,
  selectUnmatched,
  selectWaiting,
  type WaitingRow,
} from "./bank.sql.ts";
import { shownLine, TOPIC, WRITE } from "./bank.ts";
import { clearedBy, suggestionsFor, sureOne, whyNotMatch, whyNotUndo } from "./matching.rules.ts";

const READ = "finance.bank.read";
const CANDIDATES_MAX = 2000;
/** Entries this far from a line are never it. */
const AROUND_DAYS = 31;
/** Lines matched by one verb: each posts. */
const AT_ONCE_MAX = 500;

export const suggestMatches = query({
  does: bank.suggestions,
  needs: READ,
  async run(ctx, { id }) {
    const line = await selectLine(ctx.db, id);
    return { suggestions: line.match === null ? await suggestionsOf(ctx, line) : [] };
  },
});

export const matchBankLine = command({
  does: bank.match,
  needs: WRITE,
  async run(ctx, { id, match }) {
    const { accountId } = await selectLine(ctx.db, id);
    await lockBankAccount(ctx.db, accountId);
    const line = await selectLine(ctx.db, id);
    refuseIf(whyNotMatch({ ...line, isMatched: line.match !== null }, line.reconciledOn));
    const suggested = (await suggestionsOf(ctx, line)).find((one) => isAs(one, match)) ?? null;

    await matched(ctx, line, match, suggested);

    await ctx.audit(subjectOf(line), { matched: match.kind });
    ctx.tell(TOPIC);
    return shownLine(ctx, await selectLine(ctx.db, id));
  },
});

export const matchAllSure = command({
  does: bank.matchAll,
  needs: WRITE,
  async run(ctx, { account, scoreMin }) {
    const { code, name } = await lockBankAccount(ctx.db, account);
    let matchedCount = 0;
    // One after the other: what one takes, the next does not find.
    for (const line of await selectOpenLines(ctx.db, account, AT_ONCE_MAX)) {
      if (whyNotMatch({ ...line, isMatched: false }, line.reconciledOn) !== null) continue;
      const sure = sureOne(await suggestionsOf(ctx, line), scoreMin);
      if (sure === null) continue;
      await matched(ctx, line, askedBy(sure), sure);
      matchedCount += 1;
    }
    const { openCount } = await lockBankAccount(ctx.db, account);
    await ctx.audit(
      { type: "ledger_account", id: account, name: `${code} ${name}` },
      { matchedCount, scoreMin },
    );
    ctx.tell(TOPIC);
    return { matchedCount, openCount };
  },
});

export const undoBankMatch = command({
  does: bank.undo,
  needs: WRITE,
  async run(ctx, { id }) {
    const { accountId } = await selectLine(ctx.db, id);
    await lockBankAccount(ctx.db, accountId);
    const line = await selectLine(ctx.db, id);
    const { match } = line;
    refuseIf(whyNotUndo({ ...line, isMatched: match !== null }, line.reconciledOn));
    if (match === null) return shownLine(ctx, line);

    await deleteMatch(ctx.db, match.id);
    // What the match itself posted is answered; entries that were there before stay.
    if (match.receiptId !== null) await takeBack(ctx, match.receiptId as ReceiptId, ctx.today);
    else if (match.disbursementId !== null)
      await takeBackPaid(ctx, match.disbursementId as DisbursementId, ctx.today);
    else if (match.kind !== "entries")
      for (const entry of match.entries) await reverseEntry(ctx, entry.id, ctx.today);

    await ctx.audit(subjectOf(line), { undone: match.kind });
    ctx.tell(TOPIC);
    return shownLine(ctx, await selectLine(ctx.db, id));
  },
});

async function suggestionsOf(ctx: Ctx, line: LineRow): Promise<Suggestion[]> {
  const { currency } = await requireBooks(ctx.db);
  const { accountId, bookedOn, amountMinor, counterparty } = line;
  const isIn = amountMinor > 0;
  const around = { from: addDays(bookedOn, -AROUND_DAYS), to: addDays(bookedOn, AROUND_DAYS) };
  const entries = await selectUnmatched(ctx.db, accountId, around, CANDIDATES_MAX);
  const waiting = isIn ? await selectWaiting(ctx.db, bookedOn) : [];
  return suggestionsFor(line, {
    invoices: isIn ? await selectOpenInvoices(ctx.db, currency, bookedOn, CANDIDATES_MAX) : [],
    bills: isIn ? [] : await selectOpenBills(ctx.db, currency, bookedOn, CANDIDATES_MAX),
    entries: entries.map(({ series, year, ordinal, ...entry }) => ({
      ...entry,
      number: numberOf({ series, year, ordinal }),
    })),
    waiting: waiting.map(({ id, code, name, store, method, grossMinor, refundsMinor }) => ({
      ...{ store, method, grossMinor, refundsMinor },
      account: { id, code, name },
    })),
    habit: counterparty === "" ? null : await selectHabit(ctx.db, accountId, counterparty, isIn),
  });
}

function askedBy(suggestion: Suggestion): MatchAsked {
  switch (suggestion.kind) {
    case "invoices":
      return {
        kind: "invoices",
        allocations: suggestion.invoices.map(({ id, amountMinor }) => ({
          ...{ invoiceId: id, amountMinor },
        })),
      };
    case "bills":
      return {
        kind: "bills",
        allocations: suggestion.bills.map(({ id, amountMinor }) => ({ billId: id, amountMinor })),
      };
    case "entries":
      return { kind: "entries", entryIds: suggestion.entries.map(({ id }) => id) };
    case "payout": {
      const { clearing, feeMinor, reserveMinor } = suggestion.payout;
      return { kind: "payout", clearingId: clearing.id, feeMinor, reserveMinor };
    }
    case "account":
      return { kind: "account", accountId: suggestion.account.id, memo: "" };
  }
}

/** Whether somebody asked for what the house had suggested. */
const isAs = (suggestion: Suggestion, asked: MatchAsked): boolean => {
  const { memo: _, ...one } = { memo: "", ...askedBy(suggestion) };
  const { memo: __, ...other } = { memo: "", ...asked };
  return JSON.stringify(one) === JSON.stringify(other);
};

type Made = {
  readonly entryIds: readonly JournalEntryId[];
  readonly receiptId?: ReceiptId;
  readonly disbursementId?: DisbursementId;
  readonly otherAccountId?: LedgerAccountId;
};

async function matched(
  ctx: CommandCtx,
  line: LineRow,
  asked: MatchAsked,
  suggested: Suggestion | null,
): Promise<void> {
  const made = await MAKE[asked.kind](ctx, line, asked as never);
  const id = newId<"bank_match">();
  const kept = asked.kind === "payout" ? asked : { feeMinor: 0, reserveMinor: 0 };
  await insertMatch(
    ctx.db,
    {
      ...{ id, lineId: line.id, kind: asked.kind },
      ...{ score: suggested?.score ?? null, why: suggested?.why ?? [] },
      otherAccountId: made.otherAccountId ?? null,
      ...{ feeMinor: kept.feeMinor, reserveMinor: kept.reserveMinor },
      receiptId: made.receiptId ?? null,
      disbursementId: made.disbursementId ?? null,
    },
    ctx.actor.id,
    ctx.now,
  );
  await insertMatchEntries(ctx.db, line.accountId, id, made.entryIds);
}

type Asked<Kind> = Extract<MatchAsked, { kind: Kind }>;
type Makers = {
  readonly [Kind in MatchAsked["kind"]]: (
    ctx: CommandCtx,
    line: LineRow,
    asked: Asked<Kind>,
  ) => Promise<Made>;
};

const MAKE: Makers = {
  async invoices(ctx, line, { allocations }) {
    const sum = sumMinor(allocations.map(({ amountMinor }) => amountMinor));
    refuseIf(sum === line.amountMinor ? null : "finance.bank.sum_differs");
    const { id, entryId } = await takeIn(ctx, {
      ...{ receivedOn: line.bookedOn, accountId: line.accountId, allocations },
      reference: (line.reference || line.counterparty).slice(0, 200),
      at: ["match", "allocations"],
    });
    return { entryIds: [entryId], receiptId: id };
  },

  /** Bills of one supplier, and no more than went out: what is paid ahead is no bill's. */
  async bills(ctx, line, { allocations }) {
    const place = ["match", "allocations"];
    const sum = sumMinor(allocations.map(({ amountMinor }) => amountMinor));
    refuseIf(sum === -line.amountMinor ? null : "finance.bank.sum_differs");
    const [supplier, ...others] = await selectSuppliersOf(
      ctx.db,
      allocations.map(({ billId }) => billId),
    );
    if (supplier === undefined)
      throw invalid({ path: [...place, 0, "billId"], code: "finance.bill.not_found" });
    refuseAt(place, others.length > 0 ? "finance.disbursement.other_supplier" : null);
    const { id, entryId } = await payOut(ctx, {
      ...{ supplierId: supplier.supplierId, paidOn: line.bookedOn, accountId: line.accountId },
      ...{ amountMinor: sum, allocations, at: place },
      reference: (line.reference || line.counterparty).slice(0, 200),
    });
    return { entryIds: [entryId], disbursementId: id };
  },

  async entries(ctx, line, { entryIds }) {
    const ids = [...new Set(entryIds)];
    const found = await selectEntrySums(ctx.db, line.accountId, ids);
    const missing = ids.findIndex((id) => !found.some((one) => one.id === id));
    if (missing >= 0)
      throw invalid({ path: ["match", "entryIds", missing], code: "finance.bank.entry_not_open" });
    const sum = sumMinor(found.map(({ amountMinor }) => amountMinor));
    refuseIf(sum === line.amountMinor ? null : "finance.bank.sum_differs");
    return { entryIds: ids };
  },

  /** Gross less what was given back, less the fee, less what is held back is the line; what cleared leaves the way. */
  async payout(ctx, line, { clearingId, feeMinor, reserveMinor }) {
    const [waiting] = await selectWaiting(ctx.db, line.bookedOn, clearingId);
    const cleared = clearedBy(line.amountMinor, feeMinor, reserveMinor);
    if (waiting === undefined)
      throw invalid({ path: ["match", "clearingId"], code: "finance.bank.nothing_waits" });
    refuseIf(line.amountMinor > 0 ? null : "finance.bank.not_a_payout");
    const waits = waiting.grossMinor - waiting.refundsMinor;
    refuseAt(["match", "feeMinor"], cleared > waits ? "finance.bank.more_than_waits" : null);
    const accountOf = await requireParts(ctx.db, feeMinor > 0 ? ["store_fees"] : []);
    const parts: [LedgerAccountId, Minor][] = [
      [line.accountId, line.amountMinor],
      ...(feeMinor > 0 ? [[accountOf("store_fees"), feeMinor] as [LedgerAccountId, Minor]] : []),
      ...(reserveMinor > 0
        ? [[await heldBack(ctx, waiting), reserveMinor] as [LedgerAccountId, Minor]]
        : []),
      [clearingId, -cleared],
    ];
    const entryId = await posted(ctx, line, parts, waiting.name);
    return { entryIds: [entryId], otherAccountId: clearingId };
  },

  async account(ctx, line, { accountId, memo }) {
    const [account] = await accountsAmong(ctx.db, [accountId]);
    const isFit = account !== undefined && !account.isGroup && accountId !== line.accountId;
    refuseAt(["match", "accountId"], isFit ? null : "finance.bank.no_account");
    const parts: [LedgerAccountId, Minor][] = [
      [line.accountId, line.amountMinor],
      [accountId, -line.amountMinor],
    ];
    const said = memo || [line.counterparty, line.text].filter(Boolean).join(" · ");
    return { entryIds: [await posted(ctx, line, parts, said)], otherAccountId: accountId };
  },
};

async function posted(
  ctx: CommandCtx,
  line: LineRow,
  parts: readonly (readonly [LedgerAccountId, Minor])[],
  memo: string,
): Promise<JournalEntryId> {
  const { currency } = await requireBooks(ctx.db);
  const id = newId<"journal_entry">();
  const on: Day = line.bookedOn;
  const lines: NewLine[] = parts.map(([accountId, minor]) => lineOf(accountId, minor, currency));
  await postJournal(ctx, {
    ...{ id, postedOn: on, aboutOn: on, memo: memo.slice(0, 500), series: "bank" },
    ...{ sourceType: "bank", sourceId: line.id, sourceKey: `bank:${line.id}:${id}` },
    ...{ reversesId: null, lines },
  });
  return id;
}

/** Where a provider's reserve of one way of paying waits: on its way too, but not yet. */
async function heldBack(
  ctx: CommandCtx,
  { storeId, name, method }: Pick<WaitingRow, "storeId" | "name" | "method">,
): Promise<LedgerAccountId> {
  const group = (await partsOf(ctx.db)).get("clearing");
  if (group === undefined)
    throw invalid({ path: ["match", "reserveMinor"], code: "finance.bank.nothing_waits" });
  const account = await clearingFor(ctx, group, {
    ...{ storeId, method: `${method} (reserve)` },
    name: `${name} (reserve)`.slice(0, 200),
  });
  return account.id;
}

const subjectOf = (line: LineRow) => ({
  type: "bank_line",
  id: line.id,
  name: `${line.bookedOn} ${line.counterparty || line.reference || line.text}`.slice(0, 200),
});
